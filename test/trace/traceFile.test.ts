import assert from 'node:assert/strict';
import { open, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { formatTrace } from '../../src/trace/formatTrace.ts';
import { TraceFile } from '../../src/trace/traceFile.ts';
import { TraceRecorder } from '../../src/trace/traceRecorder.ts';
import { parseTrace } from '../../src/trace/traceText.ts';
import { RecordingLog } from '../../tools/fixtures/recordingLog.ts';
import { temporaryFolder } from '../../tools/fixtures/temporaryFolder.ts';
import { until } from '../../tools/fixtures/waiting.ts';
import { ManualClock } from '../../tools/fixtures/time/manualClock.ts';

async function openFile(context: TestContext, fileLimit = 1_000_000) {
  const folder = await temporaryFolder(context);
  const clock = new ManualClock();
  const recorder = new TraceRecorder({ clock, version: '1.0.0' });
  const log = new RecordingLog();
  const path = join(folder, 'trace.ndjson');
  const options = { path, recorder, clock, log, fileLimit };
  return { clock, folder, log, options, path, recorder };
}

const done = { kind: 'done' } as const;

async function readIds(path: string): Promise<readonly number[]> {
  const { records } = parseTrace(await readFile(path, 'utf8'), path);
  return records.map(({ id }) => id);
}

test('a trace is written to a file that only its owner can read', async (context) => {
  const { options, path, recorder } = await openFile(context);
  const file = await TraceFile.open(options);
  recorder.record(done);
  await file.close();
  assert.deepEqual(await readIds(path), [1]);
  if (process.platform !== 'win32') assert.equal((await stat(path)).mode & 0o777, 0o600);
});

test('files are bounded in size and number, and each can be read by itself', async (context) => {
  const { clock, folder, options, path, recorder } = await openFile(context, 400);
  const file = await TraceFile.open(options);
  for (let count = 0; count < 12; count++) {
    for (let more = 0; more < 3; more++) recorder.record(done);
    clock.advance(250);
    await until('the records are written', async () => {
      const text = await readFile(path, 'utf8').catch(() => '');
      return text.includes(`"id":${3 * count + 3},`);
    });
  }
  await file.close();
  const names = (await readdir(folder)).toSorted();
  assert.deepEqual(names, ['trace.ndjson', 'trace.ndjson.1', 'trace.ndjson.2', 'trace.ndjson.3']);
  const ids: number[] = [];
  for (const name of names.toReversed()) {
    assert.ok((await stat(join(folder, name))).size <= 400);
    ids.push(...(await readIds(join(folder, name))));
  }
  // Without a gap, up to the last one.
  assert.deepEqual(
    ids,
    Array.from(ids, (_, index) => 36 - ids.length + index + 1),
  );
  assert.ok(ids.length >= 12, `${ids.length} records`);
  assert.equal((await readIds(path)).at(-1), 36);
});

test('an earlier trace is kept when the next one begins', async (context) => {
  const { options, path, recorder } = await openFile(context);
  const earlier = formatTrace(recorder.header, []);
  await writeFile(path, earlier);
  const file = await TraceFile.open(options);
  recorder.record(done);
  await file.close();
  assert.equal(await readFile(`${path}.1`, 'utf8'), earlier);
  assert.deepEqual(await readIds(path), [1]);
});

for (const [what, number] of [
  ['the place of the file', ''],
  ['the place of the latest earlier one', '.1'],
  ['the place of the oldest one', '.3'],
] as const) {
  test(`a file that is no trace is kept in ${what}, and named`, async (context) => {
    const { options, path } = await openFile(context);
    await writeFile(`${path}${number}`, 'kept');
    await assert.rejects(TraceFile.open(options), (error: Error & { code: string }) => {
      assert.equal(error.code, 'TraceFileTaken');
      assert.ok(error.message.includes(`${path}${number} exists and is no trace`), error.message);
      return true;
    });
    assert.equal(await readFile(`${path}${number}`, 'utf8'), 'kept');
  });
}

test('an empty file is no obstacle', async (context) => {
  const { options, path } = await openFile(context);
  await writeFile(path, '');
  const file = await TraceFile.open(options);
  await file.close();
  assert.deepEqual(await readIds(path), []);
});

test('a file has what was recorded before it, and nothing of what follows its end', async (context) => {
  const { clock, options, path, recorder } = await openFile(context);
  recorder.record(done);
  const file = await TraceFile.open(options);
  recorder.record(done);
  await file.close();
  recorder.record(done);
  assert.deepEqual(await readIds(path), [1, 2]);
  assert.equal(clock.pending, 0);
});

/** Lets this many of the next writes to files fail. */
async function failWrites(context: TestContext, path: string, times: number): Promise<void> {
  const file = await open(path);
  const prototype = Object.getPrototypeOf(file) as typeof file;
  await file.close();
  const fail = (): Promise<void> => Promise.reject(new Error('full'));
  context.mock.method(prototype, 'writeFile', fail, { times });
}

test('after a failed write, the trace goes on in the next file, and says what is missing', async (context) => {
  const { clock, log, options, path, recorder } = await openFile(context);
  const file = await TraceFile.open(options);
  await failWrites(context, path, 1);
  for (let count = 0; count < 3; count++) recorder.record(done);
  clock.advance(250);
  await until('the next write is planned', () => clock.pending > 0);
  recorder.record(done);
  clock.advance(250);
  await file.close();
  const { records } = parseTrace(await readFile(path, 'utf8'), path);
  assert.deepEqual(
    records.map(({ kind }) => kind),
    ['done', 'gap'],
  );
  assert.deepEqual(records[1], { id: 5, at: 500, kind: 'gap', dropped: 3 });
  assert.deepEqual(await readIds(`${path}.1`), []);
  assert.deepEqual(log.lines, []);
});

test('a write that fails at the end gets a second chance', async (context) => {
  const { clock, options, path, recorder } = await openFile(context);
  const file = await TraceFile.open(options);
  await failWrites(context, path, 1);
  recorder.record(done);
  await file.close();
  const { records } = parseTrace(await readFile(path, 'utf8'), path);
  assert.deepEqual(records, [{ id: 2, at: 0, kind: 'gap', dropped: 1 }]);
  assert.equal(clock.pending, 0);
});

test('a trace that can not be written to the next file either ends there', async (context) => {
  const { clock, log, options, path, recorder } = await openFile(context);
  const file = await TraceFile.open(options);
  await failWrites(context, path, 2);
  recorder.record(done);
  clock.advance(250);
  await until('the next write is planned', () => clock.pending > 0);
  clock.advance(250);
  await until('the end is logged', () => log.lines.length > 0);
  recorder.record(done);
  await file.close();
  assert.equal(log.lines.length, 1);
  assert.match(log.lines[0] ?? '', /no longer written to .*trace\.ndjson: full/);
  assert.equal(clock.pending, 0);
});

test('a link in the place of the file is not followed', async (context) => {
  const { folder, options, path } = await openFile(context);
  const target = join(folder, 'target');
  await writeFile(target, 'kept');
  await symlink(target, path);
  await assert.rejects(TraceFile.open(options), { code: 'TraceFileTaken' });
  assert.equal(await readFile(target, 'utf8'), 'kept');
});

test('records that a slow disk can not take are dropped and counted', async (context) => {
  const { clock, options, path, recorder } = await openFile(context, 100_000_000);
  const file = await TraceFile.open(options);
  for (let count = 0; count < 20_010; count++) recorder.record(done);
  clock.advance(250);
  await file.close();
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  assert.equal(lines.length, 1 + 20_000 + 1);
  assert.deepEqual(JSON.parse(lines.at(-1) ?? ''), {
    id: 20_011,
    at: 250,
    kind: 'gap',
    dropped: 10,
  });
});
