import * as vscode from 'vscode';
import { registerCommands } from './vscode/commands.ts';
import { HostOwner } from './vscode/hostOwner.ts';
import { TerminalVariables } from './vscode/terminalVariables.ts';

let hostOwner: HostOwner | undefined;

/** Wires the rooms, and is done when new terminals lead controllers here. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel('IDE Session Host', { log: true });
  const owner = new HostOwner(log, vscode.Uri.joinPath(context.logUri, 'sessions').fsPath);
  const variables = new TerminalVariables(context.environmentVariableCollection, owner, log);
  hostOwner = owner;
  context.subscriptions.push(
    log,
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
  await hostOwner?.close();
  hostOwner = undefined;
}
