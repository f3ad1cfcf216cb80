import * as vscode from 'vscode';
import type { Clock } from '../../common/clock.ts';
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
/** The property that stores when a configuration was started. */
const startedKey = 'ideSessionStarted';

export interface RecentConfiguration {
  readonly configuration: vscode.DebugConfiguration;
  /** The workspace folder of the configuration, if it is still open. */
  readonly folder: vscode.WorkspaceFolder | undefined;
  /** When it was started last, if that is known; RFC 3339. */
  readonly started: string | undefined;
}

/** The recently started configurations of this workspace, the latest first. */
export class RecentConfigurations {
  readonly #memory: vscode.Memento;
  readonly #clock: Clock;

  constructor(memory: vscode.Memento, clock: Clock) {
    this.#memory = memory;
    this.#clock = clock;
  }

  list(): readonly RecentConfiguration[] {
    return this.#stored().map(
      ({ [folderKey]: folder, [startedKey]: started, ...configuration }) => ({
        configuration,
        folder: vscode.workspace.workspaceFolders?.find(({ uri }) => uri.toString() === folder),
        started: typeof started === 'string' ? started : undefined,
      }),
    );
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
    const started = this.#clock.now().toISOString();
    const all = [{ ...kept, [folderKey]: place, [startedKey]: started }, ...others];
    await this.#memory.update(key, all.slice(0, longest));
  }

  #stored(): readonly vscode.DebugConfiguration[] {
    return this.#memory
      .get<vscode.DebugConfiguration[]>(key, [])
      .filter(({ name, type }) => type === debugType && typeof name === 'string');
  }
}
