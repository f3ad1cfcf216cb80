import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pollUntil, systemClock, withTimeout } from '../../src/common/clock.ts';
import { deferred } from '../../src/common/deferred.ts';
import { ManualClock } from '../../tools/fixtures/time/manualClock.ts';
import { turn } from '../../tools/fixtures/waiting.ts';

test('a promise that settles in time is passed on and its timer is cancelled', async () => {
  const clock = new ManualClock();
  assert.equal(await withTimeout(clock, 100, Promise.resolve('done'), 'late'), 'done');
  await turn();
  assert.equal(clock.pending, 0);
});

test('a promise that rejects in time rejects, and its timer is cancelled', async () => {
  const clock = new ManualClock();
  const failing = Promise.reject(new Error('broken'));
  await assert.rejects(withTimeout(clock, 100, failing, 'late'), /broken/);
  await turn();
  assert.equal(clock.pending, 0);
});

test('a promise that takes longer is replaced by the late value exactly at the timeout', async () => {
  const clock = new ManualClock();
  const waiting = withTimeout(clock, 100, deferred<string>().promise, 'late');
  clock.advance(99);
  assert.equal(await Promise.race([waiting, turn()]), undefined);
  clock.advance(1);
  assert.equal(await waiting, 'late');
});

test('a late failure is not an unhandled rejection', async () => {
  const clock = new ManualClock();
  const work = deferred();
  const waiting = withTimeout(clock, 100, work.promise, 'late');
  clock.advance(100);
  work.reject(new Error('too late'));
  assert.equal(await waiting, 'late');
});

test('the system clock calls back once, and not after disposal', async () => {
  const called: string[] = [];
  systemClock.after(0, () => called.push('disposed')).dispose();
  await new Promise<void>((resolve) => {
    systemClock.after(1, () => {
      called.push('kept');
      resolve();
    });
  });
  assert.deepEqual(called, ['kept']);
});

for (const [what, jump] of [
  ['on', 3_600_000],
  ['back', -3_600_000],
] as const) {
  test(`a timeout is neither longer nor shorter when the clock is set ${what}`, async () => {
    const clock = new ManualClock();
    let result: boolean | undefined;
    void pollUntil(
      clock,
      () => 1000,
      () => false,
    ).then((value) => (result = value));
    await turn();
    clock.jump(jump);
    for (let time = 0; time < 950; time += 25) {
      clock.advance(25);
      await turn();
    }
    assert.equal(result, undefined);
    for (let time = 0; time < 100; time += 25) {
      clock.advance(25);
      await turn();
    }
    assert.equal(result, false);
  });
}
