import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { startStaticServer } from '../../../../tools/fixtures/web/staticServer.ts';
import { until } from '../../../../tools/fixtures/waiting.ts';
import { useFixture } from '../fixture.ts';
import { ask } from '../pageDriver.ts';
import { file, withSetting } from '../workspace.ts';
import { copyBy } from './clipboard.ts';
import { act } from './rows.ts';

const command = (title: string) => ask({ do: 'run command', title: `IDE Session: ${title}` });

async function untilPageActive(): Promise<void> {
  await until('the tab is active', () => {
    const { activeTab } = vscode.window.tabGroups.activeTabGroup;
    return activeTab?.label === 'Shop';
  });
}

describe('The page of a session', () => {
  const fixture = useFixture();

  it('is shown and reloaded, and its address is copied, by commands and the button of its row', async () => {
    const server = await startStaticServer(file('page'));
    try {
      await withSetting('ideSessionHost.showPage', 'never', async () => {
        const session = await fixture.controller.runSession({
          launch_configurations: [{ type: 'browser', url: server.url, mode: 'NoDebug' }],
        });
        const openings = (): number => server.requests.filter((path) => path === '/').length;
        await until('the page is open', () => openings() > 0);
        await command('Show Page…');
        await untilPageActive();
        await vscode.window.showTextDocument(vscode.Uri.file(file('page/page.js')));
        await vscode.commands.executeCommand('ideSessionHost.sessions.focus');
        await act(server.url, 'Show Page');
        await untilPageActive();
        assert.equal(await copyBy('Copy Page Address'), server.url);
        const before = openings();
        await command('Reload Page');
        await until('the page is loaded again', () => openings() > before);
        await fixture.controller.stopSession(session.id);
      });
    } finally {
      await server.close();
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    }
  });
});
