import assert from 'node:assert/strict';
import { chmodSync, chownSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  assertPrivateFolder,
  findDoorFolder,
  makeDoorFolder,
} from '../../../src/api/door/doorFolder.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

const user = process.getuid?.();
const unsafe = (reason: RegExp) => ({ code: 'UnsafeDoorFolder', message: reason });

test('the folder is below XDG_RUNTIME_DIR, or else below the folder for temporary files', async (context) => {
  const runtime = await temporaryFolder(context);
  const find = (environment: Record<string, string>): string =>
    findDoorFolder({ environment, platform: 'linux', temporary: '/tmp', user: 1_000 });
  assert.equal(find({ XDG_RUNTIME_DIR: runtime }), join(runtime, 'ide-session-host'));
  assert.equal(find({}), '/tmp/ide-session-host-1000');
  assert.equal(find({ XDG_RUNTIME_DIR: '' }), '/tmp/ide-session-host-1000');
  assert.equal(find({ XDG_RUNTIME_DIR: 'relative' }), '/tmp/ide-session-host-1000');
  assert.equal(find({ XDG_RUNTIME_DIR: join(runtime, 'gone') }), '/tmp/ide-session-host-1000');
});

test('on Windows the folder is in the profile of the user', () => {
  const environment = { LOCALAPPDATA: 'local', XDG_RUNTIME_DIR: '/tmp' };
  const location = { environment, platform: 'win32', temporary: 'temp', user: undefined } as const;
  assert.equal(findDoorFolder(location), join('local', 'ide-session-host', 'hosts'));
});

test('only its owner can enter the folder of the sockets, regardless of the umask', async (context) => {
  const path = join(await temporaryFolder(context), 'doors');
  const before = process.umask(0);
  context.after(() => process.umask(before));
  makeDoorFolder(path, user);
  assert.equal(statSync(path).mode & 0o777, 0o700);
  makeDoorFolder(path, user);
});

test('a folder for sockets that others can enter is refused', async (context) => {
  const path = join(await temporaryFolder(context), 'doors');
  mkdirSync(path);
  for (const mode of [0o750, 0o705, 0o710, 0o701, 0o777]) {
    chmodSync(path, mode);
    assert.throws(() => makeDoorFolder(path, user), unsafe(/can be entered by other users/));
  }
});

test('a folder for sockets that belongs to another user is refused', async (context) => {
  const path = join(await temporaryFolder(context), 'doors');
  mkdirSync(path, { mode: 0o700 });
  assert.throws(() => makeDoorFolder(path, (user ?? 0) + 1), unsafe(/belongs to another user/));
});

test('a link in place of the folder for sockets is refused, even to a folder of the user', async (context) => {
  const folder = await temporaryFolder(context);
  mkdirSync(join(folder, 'target'), { mode: 0o700 });
  symlinkSync(join(folder, 'target'), join(folder, 'doors'));
  assert.throws(() => makeDoorFolder(join(folder, 'doors'), user), unsafe(/is a link/));
  symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling'));
  assert.throws(() => makeDoorFolder(join(folder, 'dangling'), user), unsafe(/is a link/));
});

test('a file in place of the folder for sockets is refused', async (context) => {
  const path = join(await temporaryFolder(context), 'doors');
  writeFileSync(path, '', { mode: 0o600 });
  assert.throws(() => makeDoorFolder(path, user), unsafe(/is not a folder/));
});

test('a folder for sockets that others can replace is refused', async (context) => {
  const folder = await temporaryFolder(context);
  const path = join(folder, 'doors');
  mkdirSync(path, { mode: 0o700 });
  chmodSync(folder, 0o777);
  assert.throws(() => assertPrivateFolder(path, user), unsafe(/can be replaced by other users/));
  // As the folder for temporary files has.
  chmodSync(folder, 0o1777);
  assertPrivateFolder(path, user);
});

test(
  'a folder for sockets whose parent belongs to another user is refused',
  { skip: user !== 0 && 'Only root can give folders away' },
  async (context) => {
    const folder = await temporaryFolder(context);
    const path = join(folder, 'doors');
    mkdirSync(path, { mode: 0o700 });
    chownSync(folder, 12_345, 12_345);
    assert.throws(() => assertPrivateFolder(path, user), unsafe(/can be replaced by other users/));
  },
);
