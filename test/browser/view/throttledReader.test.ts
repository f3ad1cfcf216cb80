import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { ThrottledReader } from '../../../src/browser/view/throttledReader.ts';
import { deferred } from '../../../src/common/deferred.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';

const options = { interval: 100, share: 1 / 10, longestDelay: 3_000 };

/** A reader whose reads end when the test says so. */
function startReader(context: TestContext) {
  const clock = new ManualClock();
  const reads: (() => void)[] = [];
  const read = (): Promise<void> => {
    const reading = deferred();
    reads.push(() => reading.resolve());
    return reading.promise;
  };
  const reader = new ThrottledReader(clock, read, options);
  afterTest(context, () => reader.dispose());
  return {
    clock,
    reader,
    reads,
    /** Ends the latest read, which has taken this long, in milliseconds. */
    end: async (took: number): Promise<void> => {
      clock.advance(took);
      reads.at(-1)?.();
      await turn();
    },
  };
}

test('many changes are read once, after the interval', async (context) => {
  const { clock, reader, reads } = startReader(context);
  for (let count = 0; count < 100; count++) reader.refresh();
  clock.advance(99);
  assert.equal(reads.length, 0);
  clock.advance(1);
  assert.equal(reads.length, 1);
});

test('what changes during a read is read after it, in its share of the time', async (context) => {
  const { clock, end, reader, reads } = startReader(context);
  void reader.readNow();
  reader.refresh();
  await end(50);
  assert.equal(reads.length, 1);
  clock.advance(499);
  assert.equal(reads.length, 1);
  clock.advance(1);
  assert.equal(reads.length, 2);
  await end(60_000);
  reader.refresh();
  clock.advance(2_999);
  assert.equal(reads.length, 2);
  clock.advance(1);
  assert.equal(reads.length, 3);
});

test('after a pause, a change is read as soon as after a short read', async (context) => {
  const { clock, end, reader, reads } = startReader(context);
  void reader.readNow();
  await end(200);
  clock.advance(2_000);
  reader.refresh();
  clock.advance(100);
  assert.equal(reads.length, 2);
});

test('a reader that is disposed of reads no more', async (context) => {
  const { clock, end, reader, reads } = startReader(context);
  void reader.readNow();
  reader.refresh();
  reader.dispose();
  await end(0);
  reader.refresh();
  clock.advance(10_000);
  assert.equal(reads.length, 1);
});
