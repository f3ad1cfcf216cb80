import * as vscode from 'vscode';
import { localize } from '../../common/localization.ts';
import { showInformation } from './notifications.ts';

const offered = new Set<string>();

/** Offers, once for each type and window, to search for an extension that debugs it. */
export async function offerDebugger(type: string): Promise<void> {
  if (offered.has(type)) return;
  offered.add(type);
  const search = localize('Search Extensions');
  const answer = await showInformation(
    localize('No extension that debugs {type} is installed.', { type }),
    search,
  );
  if (answer === search) {
    await vscode.commands.executeCommand(
      'workbench.extensions.search',
      `@category:debuggers ${type}`,
    );
  }
}
