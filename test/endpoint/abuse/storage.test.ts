import assert from 'node:assert/strict';
import { lstatSync, readFileSync, statSync } from 'node:fs';
import { chown, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { openLocalSocket } from '../../../src/dotnet/hotReload/localSocket.ts';
import { InspectorMeeting } from '../../../src/processes/inspector/inspectorMeeting.ts';
import { LogFiles } from '../../../src/sessions/logs/logFiles.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { RecordingWatchdog } from '../../../tools/fixtures/processes/recordingWatchdog.ts';
import { largeLogs } from '../../../tools/fixtures/sessions/sessionFixture.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const unix = { skip: process.platform === 'win32' && 'links need rights on Windows' };

for (const target of ['an existing file', 'nothing']) {
  test(`a link to ${target} in place of a log file is not followed`, unix, async (context) => {
    const folder = await temporaryFolder(context);
    const log = new RecordingLog();
    const files = new LogFiles(join(folder, 'logs'), largeLogs, log);
    const victim = join(folder, 'victim');
    if (target !== 'nothing') await writeFile(victim, 'of somebody else');
    await mkdir(join(folder, 'logs'), { mode: 0o700 });
    await symlink(victim, files.paths('s').stdout);
    const session = files.open('s', () => {});
    void session.write('stdout', Buffer.from('mine'));
    session.end();
    await until('a warning is logged', () => log.lines.length > 0);
    const found = await readdir(folder);
    assert.deepEqual(found.includes('victim'), target !== 'nothing');
    if (target !== 'nothing') assert.equal(readFileSync(victim, 'utf8'), 'of somebody else');
  });
}

test('removing the logs keeps the target of a link in their folder', unix, async (context) => {
  const folder = await temporaryFolder(context);
  const victim = join(folder, 'victim');
  await mkdir(victim);
  await writeFile(join(victim, 'kept'), '');
  const logs = await mkdtemp(join(folder, 'logs-'));
  const files = new LogFiles(logs, largeLogs, new RecordingLog());
  await symlink(join(victim, 'kept'), files.paths('s').stdout);
  await symlink(victim, join(logs, 'link'));
  await files.remove('s');
  await rm(logs, { recursive: true, force: true });
  assert.deepEqual(await readdir(victim), ['kept']);
});

test(
  'only the user can access the folder of the socket through which a debugger is attached',
  unix,
  async () => {
    const watchdog = new RecordingWatchdog();
    const meeting = await InspectorMeeting.open(watchdog, () => {});
    try {
      const [folder = ''] = watchdog.watched;
      const found = lstatSync(String(folder));
      assert.ok(found.isDirectory());
      assert.equal(found.mode & 0o777, 0o700);
      assert.equal(found.uid, process.getuid?.());
    } finally {
      await meeting.close();
    }
  },
);

test('only the user can access the folder of a socket of hot reload', unix, async () => {
  const { folder, server } = await openLocalSocket('ide-session-host-', new RecordingWatchdog());
  try {
    const found = lstatSync(folder.path);
    assert.ok(found.isDirectory());
    assert.equal(found.mode & 0o777, 0o700);
    assert.equal(found.uid, process.getuid?.());
  } finally {
    server.close();
    await folder.remove();
  }
});

test('a log folder is only accessible to its owner', unix, async (context) => {
  const folder = join(await temporaryFolder(context), 'deep', 'logs');
  const files = new LogFiles(folder, largeLogs, new RecordingLog());
  files.open('s', () => {}).end();
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  await files.remove('s');
});

test(
  'a link in place of the log folder is not followed, and nothing is written',
  unix,
  async (context) => {
    const folder = await temporaryFolder(context);
    const elsewhere = join(folder, 'elsewhere');
    await mkdir(elsewhere);
    await symlink(elsewhere, join(folder, 'logs'));
    const log = new RecordingLog();
    const files = new LogFiles(join(folder, 'logs'), largeLogs, log);
    const failures: Error[] = [];
    const session = files.open('s', (error) => failures.push(error));
    void session.write('stdout', Buffer.from('secret'));
    session.end();
    await until('the write has failed', () => failures.length > 0);
    assert.deepEqual(await readdir(elsewhere), []);
    assert.match(log.lines.join('\n'), /folder for session logs can't be used/);
  },
);

test(
  'a folder of another user in place of the log folder is not used',
  { skip: process.getuid?.() !== 0 && 'Only the superuser can give a folder away' },
  async (context) => {
    const logs = join(await temporaryFolder(context), 'logs');
    await mkdir(logs);
    await chown(logs, 65_534, 65_534);
    const other = new LogFiles(logs, largeLogs, new RecordingLog());
    const failures: Error[] = [];
    const session = other.open('s', (error) => failures.push(error));
    void session.write('stdout', Buffer.from('secret'));
    session.end();
    await until('the write has failed', () => failures.length > 0);
    assert.deepEqual(await readdir(logs), []);
  },
);
