import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { LogFiles } from '../../../src/sessions/logs/logFiles.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import {
  largeLogs,
  openFixture,
  SessionFixture,
} from '../../../tools/fixtures/sessions/sessionFixture.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { turn, until } from '../../../tools/fixtures/waiting.ts';

function size(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? -1;
}

function mode(path: string): number {
  return statSync(path).mode & 0o777;
}

test('each stream is kept in its own file, byte by byte', async (context) => {
  const fixture = await openFixture(context);
  const name = fixture.start();
  await turn();
  const { events } = fixture.runner.of(name);
  events.started(1);
  const every = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  void events.output('stdout', every.subarray(0, 200));
  void events.output('stderr', Buffer.from('\r\n\n'));
  void events.output('stdout', every.subarray(200));
  events.ended(0);
  const { stdOutFile = '', stdErrFile = '' } = fixture.session(name).status;
  await until('all is written', () => size(stdOutFile) >= 256 && size(stdErrFile) >= 3);
  assert.deepEqual(readFileSync(stdOutFile), every);
  assert.equal(readFileSync(stdErrFile, 'utf8'), '\r\n\n');
});

test('only their owner can read the files and their folder', async (context) => {
  const fixture = await openFixture(context);
  const name = fixture.start();
  const { stdOutFile = '', stdErrFile = '' } = fixture.session(name).status;
  await turn();
  const { events } = fixture.runner.of(name);
  assert.deepEqual([size(stdOutFile), size(stdErrFile)], [-1, -1], 'nothing was written');
  void events.output('stdout', Buffer.from('x'));
  void events.output('stderr', Buffer.from('y'));
  await until('both files are there', () => size(stdOutFile) === 1 && size(stdErrFile) === 1);
  assert.equal(mode(fixture.logFolder), 0o700);
  assert.deepEqual([mode(stdOutFile), mode(stdErrFile)], [0o600, 0o600]);
});

test("a folder that can't be created causes a warning and doesn't affect the session", async (context) => {
  const blocked = join(await temporaryFolder(context), 'file');
  writeFileSync(blocked, '');
  const fixture = new SessionFixture(join(blocked, 'logs'));
  const name = fixture.start();
  await turn();
  const run = fixture.runner.of(name);
  run.events.started(1);
  run.write('heard all the same\n');
  await until('the warning is logged', () => fixture.log.lines.length >= 2);
  run.events.ended(0);
  const isMessage = (type: string): boolean => type === 'sessionMessage';
  assert.deepEqual(
    fixture.heard(name).filter((type) => !isMessage(type)),
    ['processRestarted', 'serviceLogs', 'sessionTerminated'],
  );
  assert.equal(fixture.heard(name).filter(isMessage).length, 1);
  const said = JSON.stringify(fixture.notifications(name));
  assert.match(said, /The output of this session is no longer kept/);
  assert.match(fixture.log.lines[0] ?? '', /^warn The folder for session logs can't be used/);
  const later = fixture.log.lines.slice(1);
  assert.ok(later.every((line) => line.startsWith("warn A session's log file can't be written")));
});

test('an existing file is neither used nor truncated', async (context) => {
  const folder = await temporaryFolder(context);
  const log = new RecordingLog();
  const files = new LogFiles(folder, largeLogs, log);
  writeFileSync(files.paths('s').stdout, 'of somebody else');
  const session = files.open('s', () => {});
  void session.write('stdout', Buffer.from('mine'));
  session.end();
  await until('a warning is logged', () => log.lines.length > 0);
  assert.equal(readFileSync(files.paths('s').stdout, 'utf8'), 'of somebody else');
});

test("removing files that don't exist is not an error", async (context) => {
  const files = new LogFiles(await temporaryFolder(context), largeLogs, new RecordingLog());
  await assert.doesNotReject(files.remove('nobody'));
});

test('files that are removed as soon as they were opened do not come back', async (context) => {
  const folder = await temporaryFolder(context);
  const files = new LogFiles(folder, largeLogs, new RecordingLog());
  const names = Array.from({ length: 50 }, (_, number) => `s${number}`);
  await Promise.all(
    names.map((name) => {
      const session = files.open(name, () => {});
      void session.write('stdout', Buffer.from('x'));
      session.end();
      return files.remove(name);
    }),
  );
  assert.deepEqual(readdirSync(folder), []);
});

function sizeOfFolder(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + size(join(folder, name)), 0);
}

test('the logs of one session are limited, and the newest output is kept', async (context) => {
  const folder = await temporaryFolder(context);
  const limits = { logLimitPerSession: 8_000, logLimit: 1_000_000 };
  const files = new LogFiles(folder, limits, new RecordingLog());
  afterTest(context, () => files.dispose());
  const session = files.open('s', assert.fail);
  const output = files.hold('s');
  for (let count = 0; count < 100; count++) {
    void session.write('stdout', Buffer.from(`${count}`.padStart(999) + '\n'));
    if (count % 10 === 0) void session.write('stderr', Buffer.alloc(100, 'e'));
    await output.read('stdout', count * 1000, 1);
  }
  await until('the limit holds', () => sizeOfFolder(folder) <= 8_000);
  assert.deepEqual((await output.read('stdout', 0, 1)).kind, 'lost');
  const newest = await output.read('stdout', 99_000, 1000);
  assert.equal(newest.kind === 'bytes' && Number(Buffer.from(newest.bytes).toString()), 99);
});

test('the limit of each session holds though all write at the same time', async (context) => {
  const folder = await temporaryFolder(context);
  const limits = { logLimitPerSession: 8_000, logLimit: 1_000_000 };
  const files = new LogFiles(folder, limits, new RecordingLog());
  afterTest(context, () => files.dispose());
  const names = Array.from({ length: 20 }, (_, number) => `s${number}`);
  for (const name of names) {
    void files.open(name, assert.fail).write('stdout', Buffer.alloc(10_000, 'x'));
  }
  await Promise.all(names.map((name) => files.hold(name).read('stdout', 0, 1)));
  await until('the limit holds', () => sizeOfFolder(folder) <= names.length * 8_000);
});

test("a session whose old output can't be removed doesn't affect the limits of others", async (context) => {
  const folder = await temporaryFolder(context);
  const limits = { logLimitPerSession: 8_000, logLimit: 1_000_000 };
  const log = new RecordingLog();
  const files = new LogFiles(folder, limits, log);
  afterTest(context, () => files.dispose());
  const names = Array.from({ length: 20 }, (_, number) => `s${number}`);
  const [first, ...others] = names.map((name) => files.open(name, assert.fail));
  void first?.write('stdout', Buffer.alloc(7_000, 'x'));
  const older = join(folder, 's0.stdout.1.log');
  await until('there is old output', () => size(older) === 7_000);
  // No file in it can be removed any more.
  rmSync(older);
  mkdirSync(older);
  for (const session of [first, ...others])
    void session?.write('stdout', Buffer.alloc(10_000, 'x'));
  await Promise.all(names.slice(1).map((name) => files.hold(name).read('stdout', 0, 1)));
  const olderFiles = (): readonly string[] =>
    readdirSync(folder).filter((name) => /\.\d+\.log$/.test(name));
  await until('the others are limited', () => olderFiles().every((name) => name.startsWith('s0.')));
  await until('a warning is logged', () => log.lines.length > 0);
  assert.match(log.lines.join('\n'), /^warn Old session logs can't be removed: .*s0\.stdout/);
});

test('the logs of all sessions are limited, and the oldest output is removed', async (context) => {
  const folder = await temporaryFolder(context);
  const limits = { logLimitPerSession: 1_000_000, logLimit: 10_000 };
  const files = new LogFiles(folder, limits, new RecordingLog());
  afterTest(context, () => files.dispose());
  for (let count = 0; count < 30; count++) {
    const session = files.open(`s${count}`, assert.fail);
    void session.write('stdout', Buffer.alloc(1000, 'x'));
    if (count % 2 === 0) session.end();
    await files.hold(`s${count}`).read('stdout', 0, 1);
  }
  await until('the limit holds', () => sizeOfFolder(folder) <= 10_000);
  assert.equal((await files.hold('s0').read('stdout', 0, 1)).kind, 'lost');
  assert.equal((await files.hold('s29').read('stdout', 0, 1)).kind, 'bytes');
});

test('the limit on all logs holds though a session is removed while its oldest output is', async (context) => {
  const folder = await temporaryFolder(context);
  const megabyte = 1024 * 1024;
  const limits = { logLimitPerSession: 8 * megabyte, logLimit: 1.5 * megabyte };
  const files = new LogFiles(folder, limits, new RecordingLog());
  afterTest(context, () => files.dispose());
  const write = async (name: string): Promise<void> => {
    const session = files.open(name, assert.fail);
    await session.write('stdout', Buffer.alloc(megabyte, 'x'));
    session.end();
  };
  await write('first');
  await write('second');
  // The second session's output makes the first lose its oldest.
  await files.remove('first');
  await write('third');
  await until('the limit holds', () => sizeOfFolder(folder) <= limits.logLimit);
});

test('files with readers are kept after their session is removed', async (context) => {
  const folder = await temporaryFolder(context);
  const files = new LogFiles(folder, largeLogs, new RecordingLog());
  const session = files.open('s', assert.fail);
  void session.write('stdout', Buffer.from('needed'));
  session.end();
  const [first, second] = [files.hold('s'), files.hold('s')];
  const removed = files.remove('s');
  first.dispose();
  first.dispose();
  assert.equal((await second.read('stdout', 0, 100)).kind, 'bytes');
  second.dispose();
  await removed;
  assert.deepEqual(readdirSync(folder), []);
});
