import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { getFrom, readAccess } from '../../../tools/fixtures/api/access.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { ask } from './pageDriver.ts';
import { withSetting } from './workspace.ts';

const command = 'ideSessionHost.openKubeconfig';

describe('The command Open Kubeconfig', () => {
  it('says how to turn the Kubernetes API on while it is off', async function () {
    // The page is only missing in `npm run test:desktop`, never in `npm test`.
    if (process.env['EDITOR_PAGE_DRIVER'] === undefined) this.skip();
    await ask({ do: 'run command', title: 'IDE Session: Open Kubeconfig' });
    const [shown = ''] = await ask({ do: 'read notification', text: 'Kubernetes API' });
    const text =
      'The Kubernetes API of this window is off. Turn on the setting ideSessionHost.api.';
    assert.ok(shown.includes(text), shown);
  });

  it('leaves the Kubernetes API off whatever the settings of the workspace say', async () => {
    const configuration = vscode.workspace.getConfiguration();
    const { Workspace } = vscode.ConfigurationTarget;
    await assert.rejects(async () => configuration.update('ideSessionHost.api', true, Workspace));
  });

  it('shows how clients reach the sessions of the window, until the API is turned off', async () => {
    let path = '';
    await withSetting('ideSessionHost.api', true, async () => {
      await vscode.commands.executeCommand(command);
      await until('the kubeconfig is shown', () => {
        path = vscode.window.activeTextEditor?.document.uri.fsPath ?? '';
        return basename(path).startsWith('kubeconfig');
      });
      assert.equal((await stat(path)).mode & 0o777, 0o600);
      const access = await readAccess(path);
      const headers = { authorization: `Bearer ${access.token}` };
      const sessions = '/apis/usvc-dev.developer.microsoft.com/v1/idesessions';
      const { body, status } = await getFrom(access, sessions, headers);
      assert.equal(status, 200);
      assert.equal((JSON.parse(body) as { readonly kind: string }).kind, 'IdeSessionList');
    });
    await until('the kubeconfig is removed', () => !existsSync(path));
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });
});
