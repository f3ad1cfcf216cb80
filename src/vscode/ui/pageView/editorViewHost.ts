import * as vscode from 'vscode';
import { localize } from '../../../common/localization.ts';
import type { PageViewHost } from '../../../browser/view/pageView.ts';
import type { Clock } from '../../../common/clock.ts';
import type { Log } from '../../../common/log.ts';

type FileRequest = Parameters<PageViewHost['chooseFiles']>[0];

/** What pages in tabs need from the editor. */
export function editorViewHost(clock: Clock, log: Log): PageViewHost {
  return {
    clock,
    log,
    copy: (text) => void vscode.env.clipboard.writeText(text),
    chooseFiles,
    openOutside: (url) => void vscode.env.openExternal(vscode.Uri.parse(url, true)),
  };
}

/** Returns the paths of the files or folders that the user selects; none if the dialog is cancelled. */
async function chooseFiles({ isFolder, isMultiple }: FileRequest): Promise<readonly string[]> {
  const chosen = await vscode.window.showOpenDialog({
    canSelectFiles: !isFolder,
    canSelectFolders: isFolder,
    canSelectMany: isMultiple,
    openLabel: localize('Upload'),
    title: isFolder ? localize('Select a folder to upload') : localize('Select files to upload'),
  });
  return (chosen ?? []).map(({ fsPath }) => fsPath);
}
