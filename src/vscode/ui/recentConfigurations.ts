import * as vscode from 'vscode';
import { debugType } from '../debug/debugSessions.ts';

const key = 'recentConfigurations';
const longest = 5;
/** The properties that are stored. */
const keptProperties = [
  'type',
  'request',
  'name',
  'controller',
  'project',
  'url',
  'launchProfile',
  'mode',
  'browser',
  'port',
  'address',
  'cwd',
];
/** The property that stores the folder of a configuration. */
const folderKey = 'ideSessionFolder';

export interface RecentConfiguration {
  readonly configuration: vscode.DebugConfiguration;
  /** The workspace folder of the configuration, if it is still open. */
  readonly folder: vscode.WorkspaceFolder | undefined;
}

/** The recently started configurations of this workspace, the latest first. */
export class RecentConfigurations {
  readonly #memory: vscode.Memento;

  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  list(): readonly RecentConfiguration[] {
    return this.#stored().map(({ [folderKey]: folder, ...configuration }) => ({
      configuration,
      folder: vscode.workspace.workspaceFolders?.find(({ uri }) => uri.toString() === folder),
    }));
  }

  /** Variables and arguments are not stored, since they may be secret. */
  async remember(
    configuration: vscode.DebugConfiguration,
    folder: vscode.WorkspaceFolder | undefined,
  ): Promise<void> {
    const place = folder?.uri.toString();
    const kept = Object.fromEntries(keptProperties.map((name) => [name, configuration[name]]));
    const others = this.#stored().filter(
      (other) => other.name !== configuration.name || other[folderKey] !== place,
    );
    const all = [{ ...kept, [folderKey]: place }, ...others];
    await this.#memory.update(key, all.slice(0, longest));
  }

  #stored(): readonly vscode.DebugConfiguration[] {
    return this.#memory
      .get<vscode.DebugConfiguration[]>(key, [])
      .filter(({ name, type }) => type === debugType && typeof name === 'string');
  }
}
