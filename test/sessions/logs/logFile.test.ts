import assert from 'node:assert/strict';
import { open as openFile, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { LogFile, type LogFileOptions } from '../../../src/sessions/logs/logFile.ts';
import { allLost } from '../../../src/sessions/logs/logSegments.ts';
import { createOwnFile } from '../../../src/sessions/logs/logFolder.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { fc } from '../../../tools/fixtures/property.ts';

interface Opened {
  readonly folder: string;
  readonly file: LogFile;
  readonly failures: Error[];
  grown: number;
}

async function open(context: TestContext, options: Partial<LogFileOptions> = {}): Promise<Opened> {
  const folder = await temporaryFolder(context);
  const opened = { folder, failures: [] as Error[], grown: 0 };
  const file = new LogFile({
    path: join(folder, 'log'),
    olderPath: (number) => join(folder, `log.${number}`),
    create: createOwnFile,
    segmentSize: 1000,
    onChange: (bytes) => (opened.grown += bytes),
    onFailure: (error) => opened.failures.push(error),
    ...options,
  });
  afterTest(context, () => file.end());
  return Object.assign(opened, { file });
}

async function readAll(file: LogFile, start: number, end: number, length: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for (let at = start; at < end;) {
    const reading = await file.read(at, Math.min(length, end - at));
    assert.equal(reading.kind, 'bytes');
    if (reading.kind !== 'bytes') break;
    assert.ok(reading.bytes.length > 0);
    parts.push(reading.bytes);
    at += reading.bytes.length;
  }
  return Buffer.concat(parts);
}

test('output is read back byte by byte, across files, while more is written', async (context) => {
  const chunk = fc.uint8Array({ minLength: 1, maxLength: 700 });
  const property = fc.asyncProperty(
    fc.array(chunk, { minLength: 1, maxLength: 20 }),
    fc.integer({ min: 1, max: 900 }),
    async (chunks, length) => {
      const opened = await open(context);
      const { file, folder } = opened;
      let read = Buffer.of();
      for (const one of chunks) {
        void file.write(one);
        read = Buffer.concat([
          read,
          await readAll(file, read.length, read.length + one.length, length),
        ]);
      }
      await file.end();
      const all = Buffer.concat(chunks);
      assert.deepEqual(read, all);
      assert.deepEqual(await readAll(file, 0, all.length, length), all);
      assert.deepEqual([file.size, opened.grown], [all.length, all.length]);
      await file.remove();
      assert.deepEqual([file.size, opened.grown], [0, 0]);
      assert.deepEqual(await readdir(folder), []);
    },
  );
  await fc.assert(property, { numRuns: 40 });
});

test('a growing stream continues in new files, and the newest keeps the name', async (context) => {
  const { file, folder } = await open(context);
  for (const text of ['a', 'b', 'c']) {
    void file.write(Buffer.alloc(1000, text));
    await readAll(file, 0, 1, 1);
    await file.read(0, 1);
  }
  void file.write(Buffer.from('newest'));
  await file.end();
  assert.deepEqual((await readdir(folder)).toSorted(), ['log', 'log.1', 'log.2', 'log.3']);
  assert.equal(await readFile(join(folder, 'log'), 'utf8'), 'newest');
  assert.equal(await readFile(join(folder, 'log.1'), 'utf8'), 'a'.repeat(1000));
});

test('a stream that ends during a write keeps all its output, without an error', async (context) => {
  let ended: Promise<void> | undefined;
  const { failures, file, folder } = await open(context, {
    create: (path) => {
      void file.write(Buffer.from('second'));
      ended = file.end();
      return createOwnFile(path);
    },
  });
  void file.write(Buffer.from('first, '));
  assert.equal((await readAll(file, 0, 7, 7)).toString(), 'first, ');
  await ended;
  assert.equal((await readAll(file, 0, 13, 13)).toString(), 'first, second');
  assert.deepEqual(failures, []);
  assert.deepEqual(await readdir(folder), ['log']);
});

test('the oldest output is deleted on request, and readers get the lost range', async (context) => {
  const { file } = await open(context);
  void file.write(Buffer.alloc(1500, 'a'));
  await file.read(0, 1);
  void file.write(Buffer.alloc(600, 'b'));
  await file.read(1500, 1);
  assert.equal(await file.dropOldest(), 1500);
  assert.deepEqual(await file.read(0, 10), { kind: 'lost', until: 1500, isLineStart: false });
  assert.equal((await readAll(file, 1500, 2100, 1000)).toString(), 'b'.repeat(600));
  assert.equal(await file.dropOldest(), 600);
  assert.deepEqual(await file.read(1500, 10), { kind: 'lost', until: 2100, isLineStart: false });
  assert.equal(await file.dropOldest(), 0);
});

test('a writer that is faster than the disk is told when to continue', async (context) => {
  const { file } = await open(context, { segmentSize: 2 ** 30 });
  const chunk = Buffer.alloc(64 * 1024, 'x');
  let waits = 0;
  for (let count = 0; count < 100; count++) {
    const wait = file.write(chunk);
    if (wait === undefined) continue;
    waits++;
    await wait;
  }
  assert.ok(waits >= 2 && waits <= 10, `${waits} waits`);
  await file.end();
  assert.equal(file.size, 100 * chunk.length);
});

test('existing files and links are kept, and the failure is reported once', async (context) => {
  const folder = await temporaryFolder(context);
  const target = join(folder, 'target');
  await writeFile(target, 'of somebody else');
  await symlink(target, join(folder, 'link'));
  for (const path of [target, join(folder, 'link')]) {
    const { failures, file } = await open(context, { path });
    assert.equal(file.write(Buffer.from('one')), undefined);
    await file.end();
    void file.write(Buffer.from('two'));
    assert.deepEqual(
      failures.map((error) => (error as NodeJS.ErrnoException).code),
      ['EEXIST'],
    );
    assert.deepEqual(await file.read(0, 3), allLost);
  }
  assert.equal(await readFile(target, 'utf8'), 'of somebody else');
});

test('a file that can no longer be written is closed', async (context) => {
  const full = await openFile('/dev/full', 'a');
  const { file } = await open(context, { create: () => Promise.resolve(full) });
  void file.write(Buffer.from('one'));
  await file.end();
  assert.equal(full.fd, -1);
});

test('a full disk is reported once, and earlier output can be read', async (context) => {
  // Every write to this device fails as on a full disk.
  const { failures, file } = await open(context, { create: () => openFile('/dev/full', 'a') });
  const waits = Array.from({ length: 100 }, () => file.write(Buffer.alloc(64 * 1024)));
  await Promise.all(waits.filter((wait) => wait !== undefined));
  assert.deepEqual(
    failures.map((error) => (error as NodeJS.ErrnoException).code),
    ['ENOSPC'],
  );
  assert.deepEqual(await file.read(0, 3), allLost);
});

test('empty output creates no file, which nothing would close', async (context) => {
  const created: string[] = [];
  const create = (path: string): ReturnType<typeof createOwnFile> => {
    created.push(path);
    return createOwnFile(path);
  };
  const { file } = await open(context, { create });
  assert.equal(file.write(Buffer.of()), undefined);
  await file.end();
  // Waits for all earlier operations.
  await file.remove();
  assert.deepEqual(created, []);
});
