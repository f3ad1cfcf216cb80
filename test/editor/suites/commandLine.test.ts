import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { endpointVariables, terminalVariables } from './controllers.ts';

/** Runs the command of the installed extension as a terminal of the window would. */
async function runCommand(...args: readonly string[]): Promise<string> {
  const extension = vscode.extensions.getExtension('ide-session-host.ide-session-host');
  assert.ok(extension);
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(extension.extensionPath, 'dist', 'cli.js'), ...args],
    { env: { ...process.env, ...(await terminalVariables()), ELECTRON_RUN_AS_NODE: '1' } },
  );
  return stdout;
}

interface Listed {
  readonly hosts: readonly {
    readonly pid: number;
    readonly kind: string;
    readonly folders: readonly string[];
  }[];
}

describe('The command line in a terminal of the window', () => {
  it('lists the window with its folders', async () => {
    const { hosts } = JSON.parse(await runCommand('hosts', '-o', 'json')) as Listed;
    const own = hosts.find(({ pid }) => pid === process.pid);
    assert.deepEqual(
      [own?.kind, own?.folders],
      ['editor', vscode.workspace.workspaceFolders?.map(({ uri }) => uri.fsPath)],
    );
  });

  it('prints the same variables as the terminal has', async () => {
    const { env } = JSON.parse(await runCommand('env', '-o', 'json')) as {
      readonly env: Record<string, string>;
    };
    assert.deepEqual(env, endpointVariables(await terminalVariables()));
  });
});
