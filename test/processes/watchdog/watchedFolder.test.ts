import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { makeWatchedFolder } from '../../../src/processes/watchdog/watchedFolder.ts';
import { RecordingWatchdog } from '../../../tools/fixtures/processes/recordingWatchdog.ts';

test('a temporary folder is watched until it is removed with its contents', async () => {
  const watchdog = new RecordingWatchdog();
  const folder = await makeWatchedFolder('ide-session-test-', watchdog);
  assert.equal(dirname(folder.path), tmpdir());
  assert.deepEqual([...watchdog.watched], [folder.path]);
  assert.deepEqual(watchdog.toldLate, []);
  await writeFile(join(folder.path, 'file'), '');
  await folder.remove();
  assert.equal(statSync(folder.path, { throwIfNoEntry: false }), undefined);
  assert.deepEqual([...watchdog.watched], []);
});

test('a folder that was already removed is not an error', async () => {
  const watchdog = new RecordingWatchdog();
  const folder = await makeWatchedFolder('ide-session-test-', watchdog);
  await rm(folder.path, { recursive: true });
  await folder.remove();
  assert.deepEqual([...watchdog.watched], []);
});
