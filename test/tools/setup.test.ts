import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { toolFolder } from '../../tools/setup/toolCache.mjs';
import { SetupProject } from './setupProject.ts';

const posix = { skip: process.platform === 'win32', timeout: 240_000 };
const steps = ['dependencies', 'tools'];

test('setup shows its progress, and does nothing the second time', posix, async (context) => {
  const project = await SetupProject.create(context);
  const first = await project.setUp(...steps);
  assert.equal(first.exitCode, 0, first.output);
  assert.match(
    first.output,
    /\[1\/3\] Installing dependencies: done[^]*\[2\/3\] Installing code-server[^]*: done[^]*\[3\/3\] Installing node-20[^]*: done[^]*Everything is set up, after \d/,
  );
  assert.equal((await project.takeCalls()).length, 3);
  const second = await project.setUp(...steps);
  assert.deepEqual(second, { exitCode: 0, output: 'Everything is set up.\n' });
  assert.deepEqual(await project.takeCalls(), []);
});

for (const [signal, exitCode] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGKILL', null],
] as const) {
  test(`dependencies are installed again after ${signal}`, posix, async (context) => {
    const project = await SetupProject.create(context);
    const interrupted = await project.interrupt(signal, ...steps);
    assert.equal(interrupted.exitCode, exitCode, interrupted.output);
    await project.takeCalls();
    const again = await project.setUp('dependencies');
    assert.equal(again.exitCode, 0, again.output);
    assert.deepEqual(await project.takeCalls(), [project.folder]);
  });

  test(`a tool is installed again after ${signal}`, posix, async (context) => {
    const project = await SetupProject.create(context);
    await project.setUp('dependencies');
    const interrupted = await project.interrupt(signal, 'tools');
    assert.equal(interrupted.exitCode, exitCode, interrupted.output);
    const left = await readdir(project.cache);
    // A killed process can't clean up.
    assert.equal(left.length, signal === 'SIGKILL' ? 1 : 0);
    assert.ok(left.every((name) => name.startsWith('unfinished-')));
    const again = await project.setUp('tools');
    assert.match(again.output, /\[1\/2\] Installing code-server[^]*Everything is set up/);
  });
}

test('dependencies of another lock file do not hide an interruption', posix, async (context) => {
  const project = await SetupProject.create(context);
  const lock = join(project.folder, 'package-lock.json');
  const text = await readFile(lock, 'utf8');
  await project.setUp('dependencies');
  await writeFile(lock, `${text}\n`);
  await project.interrupt('SIGKILL', 'dependencies');
  await writeFile(lock, text);
  await project.takeCalls();
  await project.setUp('dependencies');
  assert.deepEqual(await project.takeCalls(), [project.folder]);
});

test('dependencies without their Node are installed again', posix, async (context) => {
  const project = await SetupProject.create(context);
  await project.setUp('dependencies');
  await rm(join(project.folder, 'node_modules', 'node'), { recursive: true });
  await project.takeCalls();
  await project.setUp('dependencies');
  assert.deepEqual(await project.takeCalls(), [project.folder]);
});

test('a half-written tool in the cache is replaced', posix, async (context) => {
  const project = await SetupProject.create(context);
  await project.setUp('dependencies');
  const half = join(project.cache, basename(toolFolder('code-server')));
  await mkdir(half, { recursive: true });
  await writeFile(join(half, 'half'), '');
  const { exitCode, output } = await project.setUp('tools');
  assert.equal(exitCode, 0, output);
  assert.ok(!(await readdir(half)).includes('half'));
  assert.ok((await readdir(half)).includes('.complete'));
});
