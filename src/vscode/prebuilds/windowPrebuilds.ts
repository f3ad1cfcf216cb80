import { resolve } from 'node:path';
import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { type Log, getMessage } from '../../common/log.ts';
import { onValueChange } from '../window/configuredValue.ts';
import type { HostOwner } from '../window/hostOwner.ts';
import { settings } from '../window/settings.ts';

/** Keeps the projects prepared that the settings name, once the workspace is trusted. */
export class WindowPrebuilds implements Disposable {
  readonly #owner: HostOwner;
  readonly #log: Log;
  readonly #resources = new DisposableStore();
  #areKept = false;

  constructor(owner: HostOwner, log: Log) {
    this.#owner = owner;
    this.#log = log;
    const refresh = (): void => void this.refresh();
    this.#resources.add(onValueChange([settings.prebuilds], refresh));
    this.#resources.add(vscode.workspace.onDidChangeWorkspaceFolders(refresh));
  }

  /** Prepares the projects of the present settings, after a change of them or of workspace trust. */
  async refresh(): Promise<void> {
    const projects = listProjects();
    if (!vscode.workspace.isTrusted || (projects.length === 0 && !this.#areKept)) return;
    this.#areKept = true;
    try {
      const host = await this.#owner.host();
      await host.keepPrepared(projects);
    } catch (error) {
      this.#log.error(`Projects can't be built ahead: ${getMessage(error)}`);
    }
  }

  dispose(): void {
    this.#resources.dispose();
  }
}

/** Returns the projects of all workspace folders. */
function listProjects(): readonly string[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.flatMap(({ uri }) =>
    settings.prebuilds.get(uri).map((path) => resolve(uri.fsPath, path)),
  );
}
