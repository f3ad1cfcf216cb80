import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import type { HumanError } from '../../../common/humanError.ts';
import { localize } from '../../../common/localization.ts';
import { showInformation, showWarning } from '../notifications.ts';

const folderKey = 'downloadFolder';

/** The folder of downloads, which the user chooses once for a workspace, and what is said about downloads. */
export class Downloads {
  readonly #memory: vscode.Memento;
  #asking: Promise<string | undefined> | undefined;
  /** Whether a notification is open: a page can download in a loop. */
  #isShowing = false;
  /** Downloaded while the notification was open. */
  #further = 0;

  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  /** Returns the folder, which the user is asked for if there is none yet; `undefined` if it is not chosen. */
  async folder(sessionTitle: string): Promise<string | undefined> {
    const known = this.#memory.get<string>(folderKey);
    if (known !== undefined && (await isFolder(known))) return known;
    this.#asking ??= this.#ask(
      localize('Select a folder for downloads of {title}', { title: sessionTitle }),
    ).finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  downloaded(path: string): void {
    if (this.#isShowing) this.#further++;
    else void this.#tell(path);
  }

  refused(error: HumanError): void {
    if (!this.#isShowing) void this.#show(showWarning(error.localizedMessage));
  }

  async #tell(path: string): Promise<void> {
    const open = localize('Open File');
    const change = localize('Change Folder…');
    const file = basename(path);
    const folder = dirname(path);
    const text = localize('{file} was downloaded to {folder}.', { file, folder });
    const answer = await this.#show(showInformation(text, open, change));
    const further = this.#further;
    this.#further = 0;
    if (answer === open) await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path));
    if (answer === change) await this.#ask(localize('Select a folder for downloads'));
    if (further > 0) {
      const others =
        further === 1
          ? localize('1 more file was downloaded to {folder}.', { folder })
          : localize('{count} more files were downloaded to {folder}.', { count: further, folder });
      await this.#show(showInformation(others));
    }
  }

  async #show(showing: Thenable<string | undefined>): Promise<string | undefined> {
    this.#isShowing = true;
    try {
      return await showing;
    } finally {
      this.#isShowing = false;
    }
  }

  async #ask(title: string): Promise<string | undefined> {
    const chosen = await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: localize('Download Here'),
      title,
    });
    const folder = chosen?.[0]?.fsPath;
    if (folder !== undefined) await this.#memory.update(folderKey, folder);
    return folder;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
