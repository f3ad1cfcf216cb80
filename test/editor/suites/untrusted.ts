import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** Called in a window whose workspace is not trusted. */
export async function run(): Promise<void> {
  assert.equal(vscode.workspace.isTrusted, false);
  const extension = vscode.extensions.getExtension('ide-session-host.ide-session-host');
  await extension?.activate();
  assert.equal(extension?.isActive, true);
  await vscode.commands.executeCommand('ideSessionHost.openTerminal');
  assert.deepEqual(vscode.window.terminals, []);
  // The outside looks at what the window says, and then closes it.
  await new Promise<never>(() => undefined);
}
