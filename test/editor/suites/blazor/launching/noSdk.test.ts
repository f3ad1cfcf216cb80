import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ask } from '../../pageDriver.ts';
import { useBlazor } from '../fixture.ts';

describe('Without a .NET SDK', () => {
  const fixture = useBlazor();
  const words = /The command dotnet was not found\. Install the \.NET SDK/;

  it('a session fails with a message', async () => {
    const { client, view } = fixture;
    await client.start(view);
    await view.ended();
    const [message = ''] = await ask({ do: 'read notification', text: 'dotnet' });
    assert.match(message, words);
    assert.match(view.console, words);
  });

  it('F5 without a launch.json fails with a message', async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    await fixture.client.show('Adder.razor');
    await ask({ do: 'press', key: 'F5' });
    const [message = ''] = await ask({ do: 'read notification', text: 'dotnet' });
    assert.match(message, words);
  });
});
