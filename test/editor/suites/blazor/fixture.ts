import * as vscode from 'vscode';
import { removeBreakpoints } from '../workspace.ts';
import { AppView } from './appView.ts';
import { Client } from './client.ts';
import { cleanUp } from './cleanUp.ts';

/** The fixture of each test: the workspace's client, and a view of the debug sessions. */
export interface BlazorFixture {
  client: Client;
  view: AppView;
}

/**
 * Sets up the fixture for the tests of the surrounding suite; each must end its sessions and leave
 * nothing behind.
 */
export function useBlazor(): BlazorFixture {
  const fixture = {} as BlazorFixture;
  before(async () => {
    await vscode.extensions.getExtension('ide-session-host.ide-session-host')?.activate();
    fixture.client = new Client();
  });
  beforeEach(() => {
    fixture.view = new AppView();
  });
  afterEach(async function () {
    removeBreakpoints();
    const { client, view } = fixture;
    await cleanUp(this.currentTest, view, [await client.address(), await client.address('other')]);
    await vscode.commands.executeCommand('notifications.clearAll');
  });
  return fixture;
}
