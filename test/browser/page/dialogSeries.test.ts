import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DialogSeries } from '../../../src/browser/page/dialogSeries.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';

/** Opens and closes dialogs, and returns how long each of them had to wait. */
function open(series: DialogSeries, count: number): number[] {
  return Array.from({ length: count }, () => {
    const { pause } = series;
    series.begin();
    series.end(false);
    return pause;
  });
}

test('dialogs wait for a moment once a page has opened twenty', () => {
  const clock = new ManualClock();
  const series = new DialogSeries(clock);
  assert.ok(open(series, 20).every((pause) => pause === 0));
  assert.equal(series.pause, 100);
  clock.advance(60);
  assert.equal(series.pause, 40);
  clock.advance(1_000);
  assert.equal(series.pause, 0);
});

test('dialogs wait no longer once the user has loaded the page again', () => {
  const series = new DialogSeries(new ManualClock());
  open(series, 21);
  series.loaded('page');
  assert.equal(series.pause, 100);
  series.loaded('user');
  assert.equal(series.pause, 0);
});
