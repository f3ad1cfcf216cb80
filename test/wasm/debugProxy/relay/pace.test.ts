import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pace } from '../../../../src/wasm/debugProxy/relay/pace.ts';
import { ManualClock } from '../../../../tools/fixtures/time/manualClock.ts';
import { turn } from '../../../../tools/fixtures/waiting.ts';

test('runs work at once while there is time, and the rest in later turns, in order', async () => {
  const clock = new ManualClock();
  const pace = new Pace(clock);
  const turns: number[][] = [[]];
  for (let n = 0; n < 10; n++) {
    pace.run(() => {
      turns.at(-1)?.push(n);
      clock.advance(3);
    });
  }
  for (let n = 0; n < 4; n++) {
    turns.push([]);
    await turn();
  }
  assert.deepEqual(
    turns.filter((one) => one.length > 0),
    [[0, 1, 2], [3, 4, 5], [6, 7, 8], [9]],
  );
});

test('all work in a turn shares its time limit, and the next turn has a new one', async () => {
  const clock = new ManualClock();
  const pace = new Pace(clock);
  const done: string[] = [];
  pace.run(() => clock.advance(8));
  pace.run(() => done.push('later'));
  assert.equal(done.length, 0);
  await turn();
  assert.deepEqual(done, ['later']);
  await turn();
  pace.run(() => done.push('at once'));
  assert.deepEqual(done, ['later', 'at once']);
});

test('work that is added by work runs after what waits already', () => {
  const pace = new Pace(new ManualClock());
  const done: string[] = [];
  pace.run(() => {
    pace.run(() => done.push('added'));
    done.push('first');
  });
  assert.deepEqual(done, ['first', 'added']);
});
