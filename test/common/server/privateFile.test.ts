import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readPrivateFile, writePrivateFile } from '../../../src/common/server/privateFile.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

const unsafe = { code: 'UnsafePrivateFile' };

test('only its owner can read a written file, regardless of the umask', async (context) => {
  const path = join(await temporaryFolder(context), 'state');
  const before = process.umask(0);
  context.after(() => process.umask(before));
  await writePrivateFile(path, 'secret');
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.equal(readPrivateFile(path), 'secret');
});

test('a missing file is not a failure', async (context) => {
  assert.equal(readPrivateFile(join(await temporaryFolder(context), 'state')), undefined);
});

test('a file is replaced atomically, and no temporary file is left', async (context) => {
  const folder = await temporaryFolder(context);
  const path = join(folder, 'state');
  await writePrivateFile(path, 'a much longer content than the next one');
  const { ino } = statSync(path);
  await writePrivateFile(path, 'short');
  assert.equal(readFileSync(path, 'utf8'), 'short');
  assert.notEqual(statSync(path).ino, ino);
  assert.deepEqual(readdirSync(folder), ['state']);
});

test('failing to replace a file leaves no temporary file', async (context) => {
  const folder = await temporaryFolder(context);
  mkdirSync(join(folder, 'state'));
  await assert.rejects(writePrivateFile(join(folder, 'state'), 'text'));
  assert.deepEqual(readdirSync(folder), ['state']);
});

test('a link is not followed for reading or writing', async (context) => {
  const folder = await temporaryFolder(context);
  const [target, path] = [join(folder, 'target'), join(folder, 'state')];
  writeFileSync(target, 'theirs', { mode: 0o600 });
  symlinkSync(target, path);
  assert.throws(() => readPrivateFile(path), unsafe);
  await writePrivateFile(path, 'ours');
  assert.equal(readFileSync(target, 'utf8'), 'theirs');
  assert.equal(readPrivateFile(path), 'ours');
});

test('a dangling link is not treated as a missing file', async (context) => {
  const path = join(await temporaryFolder(context), 'state');
  symlinkSync('/nowhere/at/all', path);
  assert.throws(() => readPrivateFile(path), unsafe);
});

for (const mode of [0o640, 0o604, 0o620, 0o602, 0o644, 0o610]) {
  test(`a file of mode ${mode.toString(8)} is refused`, async (context) => {
    const path = join(await temporaryFolder(context), 'state');
    writeFileSync(path, 'text');
    chmodSync(path, mode);
    assert.throws(() => readPrivateFile(path), unsafe);
  });
}

test('a folder and a pipe are refused immediately', async (context) => {
  const folder = await temporaryFolder(context);
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', ['-m', '600', pipe]);
  assert.throws(() => readPrivateFile(pipe), unsafe);
  assert.throws(() => readPrivateFile(folder), unsafe);
});

test('a file of another user is refused', async (context) => {
  const path = join(await temporaryFolder(context), 'state');
  writeFileSync(path, 'text', { mode: 0o600 });
  if (process.getuid?.() === 0) {
    chownSync(path, 65_534, 65_534);
  } else {
    // Root alone can change a file's owner, so others pretend to be another user.
    const { getuid } = process;
    context.after(() => Object.assign(process, { getuid }));
    process.getuid = () => 65_534;
  }
  assert.throws(() => readPrivateFile(path), unsafe);
});

test("a state file whose path leads through a file can't be read", async (context) => {
  const path = join(await temporaryFolder(context), 'state');
  await writePrivateFile(path, '');
  assert.throws(() => readPrivateFile(join(path, 'state')), { code: 'PrivateFileUnreadable' });
});
