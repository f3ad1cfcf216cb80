import * as vscode from 'vscode';
import { useFixture } from '../fixture.ts';
import { ask } from '../pageDriver.ts';

describe('The walkthrough', () => {
  useFixture();

  it('leads from a client to a breakpoint and the view of sessions', async () => {
    const id = 'ide-session-host.ide-session-host#start';
    await vscode.commands.executeCommand('workbench.action.openWalkthrough', id);
    const steps = [
      'Open a Blazor client',
      'Set a breakpoint in C#',
      'Start debugging',
      'Hit the breakpoint',
      'See your sessions',
    ];
    for (const text of steps) await ask({ do: 'read', selector: '.gettingStartedContainer', text });
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });
});
