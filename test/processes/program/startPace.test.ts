import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setImmediate as immediate } from 'node:timers/promises';
import type { Clock } from '../../../src/common/clock.ts';
import { StartPace } from '../../../src/processes/program/startPace.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';

/** A clock whose callbacks come late, which is turned on as soon as one is waited for. */
class LateClock implements Clock {
  readonly #manual = new ManualClock();
  #lateness = 0;
  /** How many callbacks there were. */
  count = 0;

  now(): Date {
    return this.#manual.now();
  }

  elapsed(): number {
    return this.#manual.elapsed();
  }

  after(milliseconds: number, callback: () => void) {
    this.count++;
    const wait = milliseconds + this.#lateness;
    setImmediate(() => this.pass(wait));
    return this.#manual.after(wait, callback);
  }

  /** Callbacks come so late from now on, in milliseconds. */
  delay(lateness: number): void {
    this.#lateness = lateness;
  }

  pass(milliseconds: number): void {
    this.#manual.advance(milliseconds);
  }
}

/** How long a start waits, in milliseconds. */
async function waitOf(pace: StartPace, clock: LateClock): Promise<number> {
  const since = clock.elapsed();
  await pace.next();
  return clock.elapsed() - since;
}

/** Tells how many turns of the event loop there were. */
function countTurns(context: TestContext): () => number {
  let turns = 0;
  let next = setImmediate(function count() {
    turns++;
    next = setImmediate(count);
  });
  afterTest(context, () => clearImmediate(next));
  return () => turns;
}

test('a program begins at once when none has begun for a while, however busy the machine is', async () => {
  const clock = new LateClock();
  const pace = new StartPace(clock, 2);
  clock.delay(50);
  assert.equal(await waitOf(pace, clock), 0);
  clock.pass(100);
  assert.equal(await waitOf(pace, clock), 0);
});

test('a program that follows another waits until the event loop was in time for a moment, the shorter the more cores there are', async () => {
  for (const [cores, wait] of [
    [1, 10],
    [2, 5],
    [4, 3],
    [16, 1],
    [Infinity, 0],
  ] as const) {
    const clock = new LateClock();
    const pace = new StartPace(clock, cores);
    await pace.next();
    assert.equal(await waitOf(pace, clock), wait, `${cores} cores`);
  }
});

test('where the event loop is late, the next program waits until it has been in time for a while', async () => {
  const clock = new LateClock();
  const pace = new StartPace(clock, 16);
  await pace.next();
  clock.delay(20);
  const waiting = waitOf(pace, clock);
  while (clock.count === 0) await immediate();
  clock.delay(0);
  assert.equal(await waiting, 1 + 20 + 12);
});

test('a program waits a tenth of a second at most, however busy the machine is', async () => {
  const clock = new LateClock();
  const pace = new StartPace(clock, 2);
  await pace.next();
  clock.delay(19);
  assert.equal(await waitOf(pace, clock), 100);
});

test('programs that ask at once begin in their order, each in a turn of the event loop of its own', async (context) => {
  const turns = countTurns(context);
  const pace = new StartPace(new LateClock(), 2);
  const began: (readonly [program: number, turn: number])[] = [];
  await Promise.all(
    Array.from({ length: 10 }, async (_, program) => {
      await pace.next();
      began.push([program, turns()]);
    }),
  );
  assert.deepEqual(
    began.map(([program]) => program),
    Array.from({ length: 10 }, (_, program) => program),
  );
  assert.equal(new Set(began.map(([, turn]) => turn)).size, 10);
});
