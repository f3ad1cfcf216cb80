import * as vscode from 'vscode';
import { showInformation } from './notifications.ts';

const offered = new Set<string>();

/** Offers, once for each type and window, to search for an extension that debugs it. */
export async function offerDebugger(type: string): Promise<void> {
  if (offered.has(type)) return;
  offered.add(type);
  const search = 'Search Extensions';
  const answer = await showInformation(`No extension that debugs ${type} is installed.`, search);
  if (answer === search) {
    await vscode.commands.executeCommand(
      'workbench.extensions.search',
      `@category:debuggers ${type}`,
    );
  }
}
