import assert from 'node:assert/strict';
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
