import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DownloadLimits } from '../../../../src/browser/view/downloads/downloadLimits.ts';
import { browserErrors } from '../../../../src/browser/errors.ts';
import { ManualClock } from '../../../../tools/fixtures/time/manualClock.ts';

test('ten downloads run at a time and thirty begin in a minute', () => {
  const clock = new ManualClock();
  const limits = new DownloadLimits(clock);
  assert.deepEqual(limits.begin(10), browserErrors.TooManyDownloads());
  for (let count = 0; count < 30; count++) assert.equal(limits.begin(0), undefined);
  assert.deepEqual(limits.begin(0), browserErrors.TooManyDownloads());
  clock.advance(60_000);
  assert.equal(limits.begin(9), undefined);
});

test('after choosing no folder the user is left alone for ten seconds, and for good the third time', () => {
  const clock = new ManualClock();
  const limits = new DownloadLimits(clock);
  for (let times = 0; times < 3; times++) {
    assert.equal(limits.begin(0), undefined);
    limits.dismiss();
    // Several downloads wait for one answer.
    limits.dismiss();
    if (times < 2) assert.equal(limits.begin(0), 'silent');
    clock.advance(10_000);
  }
  assert.deepEqual(limits.begin(0), browserErrors.DownloadFolderNotChosen());
});

test('unfinished downloads have four gigabytes together', () => {
  const limits = new DownloadLimits(new ManualClock());
  assert.equal(limits.checkBytes(4 * 1024 ** 3), undefined);
  assert.deepEqual(limits.checkBytes(4 * 1024 ** 3 + 1), browserErrors.DownloadsTooLarge());
});
