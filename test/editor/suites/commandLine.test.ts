import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { extractTrace } from '../../../src/trace/report/readReport.ts';
import { parseTrace } from '../../../src/trace/traceText.ts';
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

  it('describes the window for a report, with its trace', async () => {
    const report = await runCommand('report');
    assert.match(report, /^# Problem with IDE Session Host\n/);
    assert.match(report, /^\| ms-vscode\.js-debug \| \d+\.\d+\.\d+ \|$/m);
    const { records } = parseTrace(extractTrace(report), 'report');
    assert.ok(records.some(({ kind }) => kind === 'settings'));
  });
});
