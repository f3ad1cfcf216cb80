import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setImmediate as immediate } from 'node:timers/promises';
import type { Clock } from '../../../src/common/clock.ts';
import { StartPace } from '../../../src/processes/program/startPace.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';

/** A clock whose callbacks are late, advanced as soon as one is scheduled. */
class LateClock implements Clock {
  readonly #manual = new ManualClock();
  #lateness = 0;
  /** The number of callbacks. */
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

  /** The delay of callbacks from now on, in milliseconds. */
  delay(lateness: number): void {
    this.#lateness = lateness;
  }

  pass(milliseconds: number): void {
    this.#manual.advance(milliseconds);
  }
}

/** The number of requests, if there are none. */
const noRequests = (): number => 0;

/** How long a start waits, in milliseconds. */
async function waitOf(pace: StartPace, clock: LateClock): Promise<number> {
  const since = clock.elapsed();
  await pace.next();
  return clock.elapsed() - since;
}

/** Returns the number of turns of the event loop. */
function countTurns(context: TestContext): () => number {
  let turns = 0;
  let next = setImmediate(function count() {
    turns++;
    next = setImmediate(count);
  });
  afterTest(context, () => clearImmediate(next));
  return () => turns;
}

test('the first program in a while starts immediately, however busy the machine is', async () => {
  const clock = new LateClock();
  const pace = new StartPace(clock, 2, noRequests);
  clock.delay(50);
  assert.equal(await waitOf(pace, clock), 0);
  clock.pass(100);
  assert.equal(await waitOf(pace, clock), 0);
});

test('the next program waits until the event loop was on time for a moment, which is shorter with more cores', async () => {
  for (const [cores, wait] of [
    [1, 10],
    [2, 5],
    [4, 3],
    [16, 1],
    [Infinity, 0],
  ] as const) {
    const clock = new LateClock();
    const pace = new StartPace(clock, cores, noRequests);
    await pace.next();
    assert.equal(await waitOf(pace, clock), wait, `${cores} cores`);
  }
});

test('with a late event loop, the next program waits until it was on time for a while', async () => {
  const clock = new LateClock();
  const pace = new StartPace(clock, 16, noRequests);
  await pace.next();
  clock.delay(20);
  const waiting = waitOf(pace, clock);
  while (clock.count === 0) await immediate();
  clock.delay(0);
  assert.equal(await waiting, 1 + 20 + 12);
});

test('a program waits at most a tenth of a second, however busy the machine is', async () => {
  const clock = new LateClock();
  const pace = new StartPace(clock, 2, noRequests);
  await pace.next();
  clock.delay(19);
  assert.equal(await waitOf(pace, clock), 100);
});

test('programs start in the order of their requests, each in its own turn of the event loop', async (context) => {
  const turns = countTurns(context);
  const pace = new StartPace(new LateClock(), 2, noRequests);
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

test('while requests arrive, programs start further apart, so that most requests wait for none', async () => {
  for (const cores of [1, 2, 16, Infinity]) {
    const clock = new LateClock();
    const pace = new StartPace(clock, cores, () => Math.floor(clock.elapsed() / 5));
    assert.equal(await waitOf(pace, clock), 0);
    for (let started = 1; started < 10; started++) assert.equal(await waitOf(pace, clock), 50);
  }
});

test('programs start at full pace when requests have paused for a moment', async () => {
  const clock = new LateClock();
  let requests = 0;
  const pace = new StartPace(clock, 2, () => requests);
  requests++;
  assert.equal(await waitOf(pace, clock), 0);
  requests++;
  assert.equal(await waitOf(pace, clock), 5 + 8);
  assert.equal(await waitOf(pace, clock), 5);
});

test('where lateness is not measured, programs go on as soon as requests have paused', async () => {
  const clock = new LateClock();
  clock.delay(15);
  let requests = 0;
  const pace = new StartPace(clock, Infinity, () => requests);
  requests++;
  assert.equal(await waitOf(pace, clock), 0);
  requests++;
  assert.equal(await waitOf(pace, clock), 16);
});
