import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RefusedWindows } from '../../../../src/browser/view/windows/refusedWindows.ts';
import { ManualClock } from '../../../../tools/fixtures/time/manualClock.ts';

function refuseWindows(): { clock: ManualClock; closes: string[]; windows: RefusedWindows } {
  const clock = new ManualClock();
  const closes: string[] = [];
  const windows = new RefusedWindows(clock, (targetId) => closes.push(targetId));
  return { clock, closes, windows };
}

test('a refused window is closed again each second until it is gone', () => {
  const { clock, closes, windows } = refuseWindows();
  windows.add('A');
  assert.deepEqual(closes, ['A']);
  clock.advance(999);
  assert.deepEqual(closes, ['A']);
  clock.advance(1_001);
  assert.deepEqual(closes, ['A', 'A', 'A']);
  assert.deepEqual(windows.ids, ['A']);
  windows.remove('A');
  clock.advance(10_000);
  assert.equal(closes.length, 3);
  assert.equal(windows.has('A'), false);
});

test('nothing is closed after the end', () => {
  const { clock, closes, windows } = refuseWindows();
  windows.add('A');
  windows.dispose();
  clock.advance(10_000);
  assert.deepEqual(closes, ['A']);
});
