import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { terminalVariables } from './controllers.ts';
import { withSetting } from './workspace.ts';

const names = [
  'DEBUG_SESSION_INFO',
  'DEBUG_SESSION_PORT',
  'DEBUG_SESSION_RUN_MODE',
  'DEBUG_SESSION_SERVER_CERTIFICATE',
  'DEBUG_SESSION_TOKEN',
];

async function endpointVariables(): Promise<Record<string, string>> {
  const variables = Object.entries(await terminalVariables());
  return Object.fromEntries(variables.filter(([name]) => name.startsWith('DEBUG_SESSION_')));
}

describe('A terminal of the window', () => {
  it('leads controllers to the endpoint', async () => {
    const variables = await endpointVariables();
    assert.deepEqual(Object.keys(variables).toSorted(), names);
    assert.equal(variables['DEBUG_SESSION_RUN_MODE'], 'Debug');
  });

  it('asks for the mode that the settings say', async () => {
    await withSetting('ideSessionHost.runMode', 'NoDebug', async () => {
      assert.equal((await endpointVariables())['DEBUG_SESSION_RUN_MODE'], 'NoDebug');
    });
  });

  it('leads nowhere where the settings say so, but for the one opened by the command', async () => {
    await withSetting('ideSessionHost.terminalVariables', false, async () => {
      assert.deepEqual(await endpointVariables(), {});
      const opened = new Promise<vscode.Terminal>((resolve) => {
        const listener = vscode.window.onDidOpenTerminal((terminal) => {
          listener.dispose();
          resolve(terminal);
        });
      });
      await vscode.commands.executeCommand('ideSessionHost.openTerminal');
      const terminal = await opened;
      const { env = {} } = terminal.creationOptions as vscode.TerminalOptions;
      terminal.dispose();
      assert.deepEqual(Object.keys(env).toSorted(), names);
    });
  });
});
