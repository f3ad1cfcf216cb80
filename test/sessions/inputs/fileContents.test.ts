import assert from 'node:assert/strict';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Clock, systemClock } from '../../../src/common/clock.ts';
import { FileContents } from '../../../src/sessions/inputs/fileContents.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

async function read(contents: FileContents, path: string): Promise<string> {
  const state = await contents.state(path);
  return state.kind === 'file' ? state.read() : state.kind;
}

/** A clock by which each access to the disk takes long. */
function createSlowClock(): Clock {
  let time = 0;
  return { ...systemClock, elapsed: () => (time += 20) };
}

/** A clock by which files that were just written have not changed for a long time. */
const laterClock = { ...systemClock, now: () => new Date(Date.now() + 60_000) };

for (const [title, clock] of [
  ['a file that has just changed', systemClock],
  ['a file that has not changed for long', laterClock],
  ['a file on a slow disk', createSlowClock()],
] as const) {
  test(`the content of ${title} follows its bytes, not its time`, async (context) => {
    const path = join(await temporaryFolder(context), 'a.cs');
    const contents = new FileContents(clock, 10);
    await writeFile(path, 'one');
    const one = await read(contents, path);
    await utimes(path, new Date(), new Date(2_000));
    assert.equal(await read(contents, path), one);
    await writeFile(path, 'two');
    assert.notEqual(await read(contents, path), one);
    await writeFile(path, 'one');
    assert.equal(await read(contents, path), one);
  });
}

test('large files are compared by their stamps', async (context) => {
  const path = join(await temporaryFolder(context), 'film.mp4');
  const contents = new FileContents(systemClock, 10);
  await writeFile(path, Buffer.alloc(2 * 1024 * 1024));
  const before = await read(contents, path);
  assert.equal(await read(contents, path), before);
  await utimes(path, new Date(), new Date(2_000));
  assert.notEqual(await read(contents, path), before);
});

test('an empty file is none that is missing, and a folder is neither', async (context) => {
  const folder = await temporaryFolder(context);
  const contents = new FileContents(systemClock, 10);
  await writeFile(join(folder, 'empty'), '');
  await mkdir(join(folder, 'folder'));
  const states = ['empty', 'folder', 'missing'].map((name) => read(contents, join(folder, name)));
  const [empty, ...others] = await Promise.all(states);
  assert.deepEqual(others, ['folder', 'missing']);
  assert.ok(!others.includes(empty ?? ''));
});

test('contents of many files are forgotten and read again', async (context) => {
  const folder = await temporaryFolder(context);
  const contents = new FileContents(laterClock, 2);
  const paths = ['a', 'b', 'c'].map((name) => join(folder, name));
  for (const path of paths) await writeFile(path, path);
  const before = await Promise.all(paths.map((path) => read(contents, path)));
  const after = await Promise.all(paths.map((path) => read(contents, path)));
  assert.deepEqual(after, before);
  assert.equal(new Set(before).size, 3);
});
