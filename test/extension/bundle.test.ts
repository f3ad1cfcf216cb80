// The extension's bundle on the Node of the oldest supported VS Code, with a stand-in for the
// editor.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { promisify } from 'node:util';
import { executableOfPackage, projectFolder } from '../../tools/setup/node.mjs';
import { installedTool } from '../../tools/setup/toolCache.mjs';
import { afterTest } from '../../tools/fixtures/afterTest.ts';

interface Seen {
  readonly version: string;
  readonly names: readonly string[];
  readonly infoStatus?: number;
  readonly terminals: readonly (readonly string[])[];
  readonly shown: readonly string[];
}

const names = [
  'DEBUG_SESSION_INFO',
  'DEBUG_SESSION_PORT',
  'DEBUG_SESSION_RUN_MODE',
  'DEBUG_SESSION_SERVER_CERTIFICATE',
  'DEBUG_SESSION_TOKEN',
];

async function activate(context: TestContext, trust: 'trusted' | 'untrusted'): Promise<Seen> {
  const folder = await mkdtemp(join(tmpdir(), 'extension-'));
  afterTest(context, async () => rm(folder, { recursive: true }));
  const node = executableOfPackage(join(installedTool('node-20'), 'node_modules'));
  const bundle = join(projectFolder, 'dist', 'extension.js');
  const standIn = join(import.meta.dirname, 'standIn.cjs');
  const { stdout } = await promisify(execFile)(node, [standIn, bundle, folder, trust]);
  return JSON.parse(stdout) as Seen;
}

test('the extension runs on the Node of the oldest VS Code it supports', async (context) => {
  const seen = await activate(context, 'trusted');
  assert.match(seen.version, /^20\.9\./);
  assert.deepEqual(seen.names, names);
  assert.equal(seen.infoStatus, 200);
  assert.deepEqual(
    seen.terminals.map((one) => one.toSorted()),
    // With the command ide-session-host.
    [[...names, 'PATH']],
  );
  assert.deepEqual(seen.shown, []);
});

test('in an untrusted workspace nothing is opened, and a command says why', async (context) => {
  const seen = await activate(context, 'untrusted');
  assert.deepEqual(seen.names, []);
  assert.deepEqual(seen.terminals, []);
  assert.equal(seen.shown.length, 1);
  const text =
    'This workspace is not trusted, so nothing is started in it. Trust it with the command ';
  assert.equal(seen.shown[0]?.slice(0, text.length), text);
});
