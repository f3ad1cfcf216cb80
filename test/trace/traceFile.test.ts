import assert from 'node:assert/strict';
import { readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
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
  await writeFile(path, 'earlier');
  const file = await TraceFile.open(options);
  recorder.record(done);
  await file.close();
  assert.equal(await readFile(`${path}.1`, 'utf8'), 'earlier');
  assert.deepEqual(await readIds(path), [1]);
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
