import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProgramWait } from '../../../../src/vscode/run/debugged/programState.ts';
import { ProgramWaits } from '../../../../src/vscode/run/debugged/programWaits.ts';
import { ManualClock } from '../../../../tools/fixtures/time/manualClock.ts';
import { turn } from '../../../../tools/fixtures/waiting.ts';

function createWaits() {
  const clock = new ManualClock();
  const over: ProgramWait[] = [];
  const cleanUps: (() => void)[] = [];
  const waits = new ProgramWaits({
    clock,
    cleanUp: () => new Promise((resolve) => void cleanUps.push(resolve)),
    over: (wait) => over.push(wait),
  });
  const follow = (wait: ProgramWait | undefined) =>
    waits.follow({ phase: 'active', adapter: 1, progress: 'running', wait });
  return { clock, cleanUps, follow, over };
}

for (const [wait, milliseconds] of [
  ['leftovers', 500],
  ['report', 3_000],
  ['release', 1_000],
  ['successor', 10_000],
] as const) {
  test(`the wait for ${wait} ends after ${milliseconds} ms, and is not started again`, () => {
    const { clock, follow, over } = createWaits();
    follow(wait);
    clock.advance(milliseconds - 1);
    follow(wait);
    assert.deepEqual(over, []);
    clock.advance(1);
    assert.deepEqual(over, [wait]);
  });
}

test('another state cancels the wait', () => {
  const { clock, follow, over } = createWaits();
  follow('leftovers');
  follow('report');
  clock.advance(2_999);
  follow(undefined);
  assert.equal(clock.pending, 0);
  assert.deepEqual(over, []);
});

test('the clean-up is over when the remaining processes have ended', async () => {
  const { clock, cleanUps, follow, over } = createWaits();
  follow('cleanup');
  clock.advance(60_000);
  await turn();
  assert.deepEqual(over, []);
  cleanUps[0]?.();
  await turn();
  assert.deepEqual(over, ['cleanup']);
});
