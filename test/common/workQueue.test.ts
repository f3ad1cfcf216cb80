import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { test } from 'node:test';
import { type Deferred, deferred } from '../../src/common/deferred.ts';
import { WorkQueue } from '../../src/common/workQueue.ts';
import { turn } from '../../tools/fixtures/waiting.ts';
import { fc } from '../../tools/fixtures/property.ts';

/** Work items that record when they begin, and end when told to. */
class Pieces {
  readonly begun: number[] = [];
  readonly #ends = new Map<number, Deferred<void>>();

  work(number: number): () => Promise<void> {
    return () => {
      this.begun.push(number);
      const end = deferred();
      this.#ends.set(number, end);
      return end.promise;
    };
  }

  get active(): readonly number[] {
    return [...this.#ends.keys()];
  }

  end(number: number): void {
    this.#ends.get(number)?.resolve();
    this.#ends.delete(number);
  }
}

test('work begins in order, with a limit on concurrent items', async () => {
  const pieces = new Pieces();
  const queue = new WorkQueue(2);
  for (const number of [1, 2, 3, 4]) queue.add(pieces.work(number));
  await turn();
  assert.deepEqual(pieces.begun, [1, 2]);
  pieces.end(2);
  await turn();
  assert.deepEqual(pieces.begun, [1, 2, 3]);
  pieces.end(1);
  pieces.end(3);
  await turn();
  assert.deepEqual(pieces.begun, [1, 2, 3, 4]);
});

test('adding work never runs it synchronously', async () => {
  const pieces = new Pieces();
  new WorkQueue(1).add(pieces.work(1));
  assert.deepEqual(pieces.begun, []);
  await turn();
  assert.deepEqual(pieces.begun, [1]);
});

test('queued work can be removed, and started work continues', async () => {
  const pieces = new Pieces();
  const queue = new WorkQueue(1);
  const [first, second] = [queue.add(pieces.work(1)), queue.add(pieces.work(2))];
  queue.add(pieces.work(3));
  await turn();
  first.dispose();
  second.dispose();
  pieces.end(1);
  await turn();
  assert.deepEqual(pieces.begun, [1, 3]);
});

test('a limit below one counts as one, since nothing would ever begin', async () => {
  for (const width of [0, -1, 0.5]) {
    const pieces = new Pieces();
    const queue = new WorkQueue(width);
    queue.add(pieces.work(1));
    queue.add(pieces.work(2));
    await turn();
    assert.deepEqual(pieces.begun, [1]);
  }
});

test('the same work added twice runs twice', async () => {
  const pieces = new Pieces();
  const queue = new WorkQueue(2);
  const work = pieces.work(1);
  queue.add(work);
  queue.add(work);
  await turn();
  assert.deepEqual(pieces.begun, [1, 1]);
});

test('work with a result is run in turn, whatever came of the work before', async () => {
  const queue = new WorkQueue(1);
  const [first, second] = [deferred<string>(), deferred<string>()];
  const begun: number[] = [];
  const run = (number: number, { promise }: Deferred<string>): Promise<string> =>
    queue.run(() => {
      begun.push(number);
      return promise;
    });
  const refused = assert.rejects(run(1, first), /no/);
  const result = run(2, second);
  await turn();
  assert.deepEqual(begun, [1]);
  first.reject(new Error('no'));
  await refused;
  await turn();
  assert.deepEqual(begun, [1, 2]);
  second.resolve('done');
  assert.equal(await result, 'done');
});

test('work runs in the context in which it was added, whatever ran before it', async () => {
  const context = new AsyncLocalStorage<string>();
  const queue = new WorkQueue(1);
  const seen: (string | undefined)[] = [];
  const work = (): Promise<void> => {
    seen.push(context.getStore());
    return Promise.resolve();
  };
  context.run('first', () => queue.add(work));
  context.run('second', () => queue.add(work));
  queue.add(work);
  await turn();
  assert.deepEqual(seen, ['first', 'second', undefined]);
});

type Action = { readonly do: 'add' | 'remove' | 'end' | 'turn'; readonly which: number };

const actions = fc.array(
  fc.record<Action>({
    do: fc.constantFrom('add', 'remove', 'end', 'turn'),
    which: fc.nat({ max: 20 }),
  }),
);

test('keeps the width, uses all slots, and runs all work that is not removed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), actions, async (width, all) => {
      const pieces = new Pieces();
      const queue = new WorkQueue(width);
      const waiting: { number: number; remove: () => void }[] = [];
      const removed = new Set<number>();
      let added = 0;
      const settle = async (): Promise<void> => {
        await turn();
        const expected = Array.from({ length: added }, (_, index) => index);
        const wanted = expected.filter((number) => !removed.has(number));
        assert.deepEqual(pieces.begun, wanted.slice(0, pieces.begun.length));
        const left = wanted.length - pieces.begun.length;
        assert.ok(pieces.active.length <= width);
        assert.ok(left === 0 || pieces.active.length === width);
      };
      for (const { do: action, which } of all) {
        if (action === 'add') {
          const number = added++;
          const item = queue.add(pieces.work(number));
          waiting.push({ number, remove: () => item.dispose() });
        } else if (action === 'remove') {
          const [item] = waiting.splice(which % Math.max(1, waiting.length), 1);
          item?.remove();
          if (item !== undefined && !pieces.begun.includes(item.number)) removed.add(item.number);
        } else if (action === 'end') {
          const number = pieces.active[which % Math.max(1, pieces.active.length)];
          if (number !== undefined) pieces.end(number);
        } else await settle();
      }
      await settle();
      while (pieces.active.length > 0) {
        for (const number of pieces.active) pieces.end(number);
        await settle();
      }
      assert.equal(pieces.begun.length, added - removed.size);
    }),
  );
});
