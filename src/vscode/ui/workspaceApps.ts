import * as vscode from 'vscode';
import { localize } from '../../common/localization.ts';
import type { Disposable } from '../../common/disposable.ts';
import type { HumanError } from '../../common/humanError.ts';
import type { Clock } from '../../common/clock.ts';
import type { Log } from '../../common/log.ts';
import { type Scanned, WatchedScan } from '../../host/known/watchedScan.ts';
import { editorErrors } from '../errors.ts';
import { debugType } from '../debug/debugSessions.ts';
import {
  type AppSearch,
  type FindApps,
  searchWorkspace,
  watchInputs,
  type WorkspaceApp,
} from './known/searchWorkspace.ts';

export interface WorkspaceAppsOptions {
  readonly find: FindApps;
  readonly memory: vscode.Memento;
  readonly clock: Clock;
  readonly log: Log;
}

const chosenKey = 'chosenApp';

/** Creates the debug configuration for an app. `path` is the path of its project in the configuration. */
export function toConfiguration(
  { kind, name }: WorkspaceApp,
  path: string,
): vscode.DebugConfiguration {
  const project = kind === 'controller' ? { controller: path } : { project: path };
  return {
    type: debugType,
    request: 'launch',
    name: localize('Debug {name}', { name }),
    ...project,
  };
}

/** The AppHosts, WebAssembly apps and other .NET programs of the workspace folders. */
export class WorkspaceApps implements Disposable {
  readonly #memory: vscode.Memento;
  readonly #scan: WatchedScan<AppSearch>;

  constructor({ find, memory, ...options }: WorkspaceAppsOptions) {
    this.#memory = memory;
    const scan = (signal: AbortSignal): Promise<AppSearch> => searchWorkspace(find, signal);
    this.#scan = new WatchedScan({ scan, watch: watchInputs }, options);
  }

  /** Returns the apps that a search finds now. What is started or offered must be as new as the request. */
  async all(token?: vscode.CancellationToken): Promise<readonly WorkspaceApp[]> {
    return (await this.#search(token)).apps;
  }

  /** What the last search found; `undefined` before it has ended. */
  get last(): Scanned<AppSearch> | undefined {
    return this.#scan.last;
  }

  /** Returns what the last search found without waiting, and has it searched again in the background if it is old. */
  latest(): Scanned<AppSearch> | undefined {
    return this.#scan.latest();
  }

  /**
   * Returns the app that was chosen before, the only AppHost or WebAssembly app, the only program, or the user's
   * choice. Prefers the apps of `folder`. Throws a HumanError if there is none.
   */
  async pick(
    token?: vscode.CancellationToken,
    folder?: vscode.WorkspaceFolder,
  ): Promise<WorkspaceApp | undefined> {
    const { apps, broken } = await this.#search(token);
    const own = apps.filter(({ uri }) => vscode.workspace.getWorkspaceFolder(uri) === folder);
    return this.#pickAmong({ apps: own.length > 0 ? own : apps, broken }, token);
  }

  /** Like {@link pick}, for WebAssembly apps only. */
  async pickPage(token?: vscode.CancellationToken): Promise<WorkspaceApp | undefined> {
    const { apps, broken } = await this.#search(token);
    return this.#pickAmong({ apps: apps.filter(({ kind }) => kind === 'page'), broken }, token);
  }

  dispose(): void {
    this.#scan.dispose();
  }

  async #pickAmong(
    { apps, broken }: AppSearch,
    token: vscode.CancellationToken | undefined,
  ): Promise<WorkspaceApp | undefined> {
    if (token?.isCancellationRequested === true) return undefined;
    if (apps.length === 0) throw noApp(broken);
    const before = this.#memory.get<string>(chosenKey);
    const known = apps.find(({ uri }) => uri.fsPath === before) ?? getOnly(apps);
    if (known !== undefined) return known;
    const items = apps.map((app) => ({
      label: app.name,
      description: vscode.workspace.asRelativePath(app.uri),
      app,
    }));
    const placeHolder = localize(
      'Select an app to debug (IDE Session: Start… lists the others later)',
    );
    const chosen = await vscode.window.showQuickPick(items, { placeHolder }, token);
    await this.remember(chosen?.app.uri);
    return chosen?.app;
  }

  /** Remembers the app that F5 starts if there are several. */
  async remember(project: vscode.Uri | undefined): Promise<void> {
    if (project !== undefined) await this.#memory.update(chosenKey, project.fsPath);
  }

  /** Searches now; requests share searches. Shows that a search is under way. */
  async #search(token: vscode.CancellationToken | undefined): Promise<AppSearch> {
    const abort = new AbortController();
    const cancelled = token?.onCancellationRequested(() => abort.abort());
    const options = {
      location: vscode.ProgressLocation.Window,
      title: localize('Searching for apps…'),
    };
    try {
      const search = (): Promise<Scanned<AppSearch>> => this.#scan.refresh(abort.signal);
      return (await vscode.window.withProgress(options, search)).value;
    } finally {
      cancelled?.dispose();
    }
  }
}

/** Returns the only AppHost or WebAssembly app; other programs count only if there is none. */
function getOnly(apps: readonly WorkspaceApp[]): WorkspaceApp | undefined {
  const main = apps.filter(({ kind }) => kind !== 'program');
  const [first, ...others] = main.length > 0 ? main : apps;
  return others.length === 0 ? first : undefined;
}

function noApp(broken: readonly HumanError[]): HumanError {
  const [first] = broken;
  if (first !== undefined) return first;
  return editorErrors.NoAppFound();
}
