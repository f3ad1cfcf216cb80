import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Queue } from '../../../src/endpoint/delivery/queue.ts';
import { fc } from '../../../tools/fixtures/property.ts';

test('a queue returns what an array would return', () => {
  const operation = fc.oneof(
    { weight: 5, arbitrary: fc.record({ push: fc.integer() }) },
    { weight: 5, arbitrary: fc.record({ shift: fc.constant(true) }) },
    { weight: 1, arbitrary: fc.record({ unshift: fc.array(fc.integer()) }) },
    { weight: 1, arbitrary: fc.record({ clear: fc.constant(true) }) },
    { weight: 1, arbitrary: fc.record({ many: fc.nat({ max: 3000 }) }) },
  );
  const property = fc.property(fc.array(operation, { maxLength: 200 }), (operations) => {
    const queue = new Queue<number>();
    const model: number[] = [];
    for (const one of operations) {
      if ('push' in one) {
        queue.push(one.push);
        model.push(one.push);
      } else if ('unshift' in one) {
        queue.unshift(...one.unshift);
        model.unshift(...one.unshift);
      } else if ('clear' in one) {
        assert.deepEqual(queue.clear(), model.splice(0));
      } else if ('many' in one) {
        for (let item = 0; item < one.many; item++) queue.push(item);
        for (let item = 0; item < one.many; item++) model.push(item);
        for (let item = 1; item < one.many; item++) assert.equal(queue.shift(), model.shift());
      } else {
        assert.equal(queue.shift(), model.shift());
      }
      assert.equal(queue.length, model.length);
      assert.equal(queue.first, model[0]);
    }
  });
  fc.assert(property);
});

test('an empty queue returns undefined, however often', () => {
  const queue = new Queue<string>();
  assert.equal(queue.shift(), undefined);
  queue.push('one');
  assert.equal(queue.shift(), 'one');
  assert.equal(queue.shift(), undefined);
  assert.equal(queue.length, 0);
});
