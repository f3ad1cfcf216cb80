import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { createShim, writeShim } from '../../../src/vscode/window/commandShim.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

test('the script runs the command with its arguments, wherever both are', async (context) => {
  const root = await temporaryFolder(context);
  const place = join(root, "it's a $HOME folder");
  await mkdir(place);
  const script = join(place, 'echo.cjs');
  await writeFile(script, 'console.log(JSON.stringify(process.argv.slice(2)))');
  const bin = join(root, 'bin');
  const shim = createShim({ node: process.execPath, script, platform: 'linux' });
  await Promise.all([writeShim(bin, shim), writeShim(bin, shim)]);
  const args = ['a b', '"', "'", '$HOME', ''];
  const { stdout } = await promisify(execFile)(join(bin, 'ide-session-host'), args, { env: {} });
  assert.deepEqual(JSON.parse(stdout), args);
});

test('on Windows, the script is a batch file', () => {
  const node = String.raw`C:\100% Code\Code.exe`;
  const shim = createShim({ node, script: String.raw`C:\cli.js`, platform: 'win32' });
  assert.deepEqual(shim, {
    name: 'ide-session-host.cmd',
    text: [
      '@echo off',
      'setlocal',
      'set ELECTRON_RUN_AS_NODE=1',
      String.raw`"C:\100%% Code\Code.exe" "C:\cli.js" %*`,
      '',
    ].join('\r\n'),
  });
});
