import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { OwnTurns } from '../../src/runners/ownTurns.ts';

/** Tells how many turns of the event loop there were. */
function countTurns(context: TestContext): () => number {
  let turns = 0;
  let next = setImmediate(function count() {
    turns++;
    next = setImmediate(count);
  });
  context.after(() => clearImmediate(next));
  return () => turns;
}

test('no two that ask at once get the same turn of the event loop, and each gets one in its order', async (context) => {
  const turns = countTurns(context);
  const own = new OwnTurns();
  const got = await Promise.all(
    Array.from({ length: 10 }, async () => {
      await own.next();
      return turns();
    }),
  );
  const first = got[0] ?? 0;
  assert.deepEqual(
    got,
    got.map((_, index) => first + index),
  );
});
