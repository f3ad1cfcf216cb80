import * as vscode from 'vscode';
import { localize } from '../../common/localization.ts';
import { createClient } from '../../dotnet/sdk/newClient.ts';
import type { Dotnet } from '../../dotnet/sdk/sdk.ts';
import { editorErrors } from '../errors.ts';

/** Creates a Blazor client in an empty folder that the user selects, and opens it. */
export async function openSample(dotnet: Dotnet): Promise<void> {
  if (!vscode.workspace.isTrusted) throw editorErrors.UntrustedWorkspace();
  const selected = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    title: localize('Select an Empty Folder for the Sample'),
    openLabel: localize('Create Sample'),
  });
  const [folder] = selected ?? [];
  if (folder === undefined) return;
  if (await createWithProgress(folder.fsPath, dotnet)) {
    await vscode.commands.executeCommand('vscode.openFolder', folder);
  }
}

/** Resolves to `false` if the user cancels. */
async function createWithProgress(folder: string, dotnet: Dotnet): Promise<boolean> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: localize('Creating a Blazor client…'),
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (_progress, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    try {
      await createClient(folder, dotnet, abort.signal);
      return true;
    } catch (error) {
      if (!abort.signal.aborted) throw error;
      return false;
    }
  });
}
