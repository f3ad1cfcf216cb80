import * as vscode from 'vscode';
import { registerCommands } from './vscode/commands.ts';
import { HostOwner } from './vscode/hostOwner.ts';
import { TerminalVariables } from './vscode/terminalVariables.ts';

let running: { readonly owner: HostOwner; readonly log: vscode.LogOutputChannel } | undefined;

/** Wires the rooms, and is done when new terminals lead controllers here. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel('IDE Session Host', { log: true });
  const owner = new HostOwner(log, context);
  const variables = new TerminalVariables(context.environmentVariableCollection, owner, log);
  // Not among the subscriptions, which are gone before deactivate has done its work.
  running = { owner, log };
  context.subscriptions.push(
    variables,
    registerCommands(owner, log),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void variables.refresh()),
  );
  if (!vscode.workspace.isTrusted) {
    log.info('This workspace is not trusted: no endpoint is opened and nothing is started.');
  }
  await variables.refresh();
}

/** Ends what runs before the window is gone. */
export async function deactivate(): Promise<void> {
  await running?.owner.close();
  running?.log.dispose();
  running = undefined;
}
