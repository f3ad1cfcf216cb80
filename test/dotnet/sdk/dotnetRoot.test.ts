import assert from 'node:assert/strict';
import { mkdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { withDotnetRoot } from '../../../src/dotnet/sdk/dotnetRoot.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

const onPosix = { skip: process.platform === 'win32' ? 'links need rights on Windows' : false };

/** A folder in PATH whose `dotnet` links to one with or without runtimes. */
async function installed(
  context: TestContext,
  runtimes: 'with runtimes' | 'a script',
): Promise<{ readonly bin: string; readonly root: string }> {
  const folder = await realpath(await temporaryFolder(context));
  const [bin, root] = [join(folder, 'bin'), join(folder, 'root')];
  await mkdir(bin);
  await mkdir(runtimes === 'with runtimes' ? join(root, 'shared') : root, { recursive: true });
  await writeFile(join(root, 'dotnet'), '', { mode: 0o755 });
  await symlink(join(root, 'dotnet'), join(bin, 'dotnet'));
  return { bin, root };
}

/** The DOTNET_ROOT that the program gets. */
async function rootFor(
  command: string,
  environment: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const program = { command, args: [], workingDirectory: '/', environment };
  const { environment: all } = await withDotnetRoot(program);
  return all['DOTNET_ROOT'];
}

test('a built program finds the runtime beside the dotnet in PATH', onPosix, async (context) => {
  const { bin, root } = await installed(context, 'with runtimes');
  const PATH = ['', '/nowhere', bin].join(delimiter);
  assert.equal(await rootFor('/srv/bin/Shop', { PATH }), root);
});

test(
  'DOTNET_ROOT is not set for dotnet itself, or if it is already set',
  onPosix,
  async (context) => {
    const { bin } = await installed(context, 'with runtimes');
    assert.equal(await rootFor('dotnet', { PATH: bin }), undefined);
    assert.equal(await rootFor('/usr/bin/dotnet', { PATH: bin }), undefined);
    assert.equal(await rootFor('/srv/Shop', { PATH: bin, DOTNET_ROOT: '/own' }), '/own');
    assert.equal(await rootFor('/srv/Shop', { PATH: bin, DOTNET_ROOT_X64: '/own' }), undefined);
  },
);

test('DOTNET_ROOT is not set for a dotnet without runtimes beside it', onPosix, async (context) => {
  const { bin } = await installed(context, 'a script');
  assert.equal(await rootFor('/srv/Shop', { PATH: bin }), undefined);
  assert.equal(await rootFor('/srv/Shop', {}), undefined);
});
