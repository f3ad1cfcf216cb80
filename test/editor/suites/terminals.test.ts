import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { endpointVariables, terminalVariables } from './controllers.ts';
import { withSetting } from './workspace.ts';

const names = [
  'DEBUG_SESSION_INFO',
  'DEBUG_SESSION_PORT',
  'DEBUG_SESSION_RUN_MODE',
  'DEBUG_SESSION_SERVER_CERTIFICATE',
  'DEBUG_SESSION_TOKEN',
];

const currentVariables = async () => endpointVariables(await terminalVariables());

describe('A terminal of the window', () => {
  it('connects controllers to the endpoint', async () => {
    const variables = await currentVariables();
    assert.deepEqual(Object.keys(variables).toSorted(), names);
    assert.equal(variables['DEBUG_SESSION_RUN_MODE'], 'Debug');
  });

  it('requests the mode in the settings', async () => {
    await withSetting('ideSessionHost.runMode', 'NoDebug', async () => {
      assert.equal((await currentVariables())['DEBUG_SESSION_RUN_MODE'], 'NoDebug');
    });
  });

  it('has no endpoint if the settings say so, except for the one opened by the command', async () => {
    await withSetting('ideSessionHost.terminalVariables', false, async () => {
      assert.deepEqual(await currentVariables(), {});
      const env = await openedBy('ideSessionHost.openTerminal');
      assert.deepEqual(Object.keys(env).toSorted(), [...names, 'PATH']);
    });
  });

  it('of the profile has the variables and the command ide-session-host', async () => {
    const chosen = 'terminal.integrated.defaultProfile.linux';
    let env: Awaited<ReturnType<typeof openedBy>> = {};
    await withSetting(chosen, 'IDE Session', async () => {
      env = await openedBy('workbench.action.terminal.new');
    });
    assert.deepEqual(Object.keys(env).toSorted(), [...names, 'PATH']);
    const { stdout } = await promisify(execFile)('ide-session-host', ['--version'], {
      env: { PATH: env['PATH'] ?? '' },
    });
    assert.equal(stdout, `${version() ?? ''}\n`);
  });
});

/** Opens a terminal by a command, closes it, and returns its variables. */
async function openedBy(
  command: string,
  ...args: readonly unknown[]
): Promise<Readonly<Record<string, string | null | undefined>>> {
  const opened = new Promise<vscode.Terminal>((resolve) => {
    const listener = vscode.window.onDidOpenTerminal((terminal) => {
      listener.dispose();
      resolve(terminal);
    });
  });
  await vscode.commands.executeCommand(command, ...args);
  const terminal = await opened;
  const { env = {} } = terminal.creationOptions as vscode.TerminalOptions;
  terminal.dispose();
  return env;
}

function version(): string | undefined {
  const extension = vscode.extensions.getExtension('ide-session-host.ide-session-host');
  return (extension?.packageJSON as { version?: string } | undefined)?.version;
}
