import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { LogFiles } from '../../src/sessions/logFiles.ts';
import { RecordingLog } from '../support/recordingLog.ts';
import { openRoom, SessionRoom } from '../support/sessionRoom.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { turn, until } from '../support/waiting.ts';

function size(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? -1;
}

function mode(path: string): number {
  return statSync(path).mode & 0o777;
}

test('each stream is kept in a file of its own, byte by byte', async (context) => {
  const room = await openRoom(context);
  const name = room.start();
  await turn();
  const { events } = room.runner.of(name);
  events.started(1);
  const every = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  events.output('stdout', every.subarray(0, 200));
  events.output('stderr', Buffer.from('\r\n\n'));
  events.output('stdout', every.subarray(200));
  events.ended(0);
  const { stdOutFile = '', stdErrFile = '' } = room.session(name).status;
  await until('all is written', () => size(stdOutFile) >= 256 && size(stdErrFile) >= 3);
  assert.deepEqual(readFileSync(stdOutFile), every);
  assert.equal(readFileSync(stdErrFile, 'utf8'), '\r\n\n');
});

test('only their owner can read the files and their folder', async (context) => {
  const room = await openRoom(context);
  const name = room.start();
  const { stdOutFile = '', stdErrFile = '' } = room.session(name).status;
  await until('both files are there', () => size(stdOutFile) === 0 && size(stdErrFile) === 0);
  assert.equal(mode(room.logFolder), 0o700);
  assert.deepEqual([mode(stdOutFile), mode(stdErrFile)], [0o600, 0o600]);
});

test("a folder that can't be made is warned of and doesn't hurt the session", async (context) => {
  const blocked = join(await temporaryFolder(context), 'file');
  writeFileSync(blocked, '');
  const room = new SessionRoom(join(blocked, 'logs'));
  const name = room.start();
  await turn();
  const run = room.runner.of(name);
  run.events.started(1);
  await until('all is warned of', () => room.log.lines.length >= 3);
  run.write('heard all the same\n');
  run.events.ended(0);
  assert.deepEqual(room.heard(name), ['processRestarted', 'serviceLogs', 'sessionTerminated']);
  assert.match(room.log.lines[0] ?? '', /^warn The folder for session logs can't be made/);
  const later = room.log.lines.slice(1);
  assert.ok(
    later.every((line) => line.startsWith("warn A session's log file is no longer written")),
  );
});

test('a file that is there already is neither taken over nor shortened', async (context) => {
  const folder = await temporaryFolder(context);
  const log = new RecordingLog();
  const files = new LogFiles(folder, log);
  writeFileSync(files.paths('s').stdout, 'of somebody else');
  const session = files.open('s');
  session.write('stdout', Buffer.from('mine'));
  session.end();
  await until('it is warned of', () => log.lines.length > 0);
  assert.equal(readFileSync(files.paths('s').stdout, 'utf8'), 'of somebody else');
});

test("to remove files that aren't there is no failure", async (context) => {
  const files = new LogFiles(await temporaryFolder(context), new RecordingLog());
  await assert.doesNotReject(files.remove('nobody'));
});

test('files removed as soon as they were opened are gone for good', async (context) => {
  const folder = await temporaryFolder(context);
  const files = new LogFiles(folder, new RecordingLog());
  const names = Array.from({ length: 50 }, (_, number) => `s${number}`);
  await Promise.all(
    names.map((name) => {
      const session = files.open(name);
      session.write('stdout', Buffer.from('x'));
      session.end();
      return files.remove(name);
    }),
  );
  assert.deepEqual(readdirSync(folder), []);
});
