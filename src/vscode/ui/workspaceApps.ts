import * as vscode from 'vscode';
import { localize } from '../../common/localization.ts';
import type { FoundApps } from '../../apps/search/findApps.ts';
import type { HumanError } from '../../common/humanError.ts';
import { editorErrors } from '../errors.ts';
import { debugType } from '../debug/debugSessions.ts';

/** An app of the workspace that can be started. */
export interface WorkspaceApp {
  /** A WebAssembly app, an Aspire AppHost, which runs as a controller, or another .NET program. */
  readonly kind: 'page' | 'controller' | 'program';
  readonly name: string;
  /** The project to start: that of the client, or of the server that serves it. */
  readonly uri: vscode.Uri;
}

/** Finds the apps in the project files and solutions of a workspace. */
export type FindApps = (
  projects: readonly string[],
  solutions: readonly string[],
  signal: AbortSignal,
) => Promise<FoundApps>;

interface Search {
  readonly apps: readonly WorkspaceApp[];
  readonly broken: readonly HumanError[];
}

const chosenKey = 'chosenApp';
const notSources = '**/{bin,obj,node_modules,.git}/**';

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
export class WorkspaceApps {
  readonly #find: FindApps;
  readonly #memory: vscode.Memento;

  constructor(find: FindApps, memory: vscode.Memento) {
    this.#find = find;
    this.#memory = memory;
  }

  async all(token?: vscode.CancellationToken): Promise<readonly WorkspaceApp[]> {
    return (await this.#search(token)).apps;
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

  async #pickAmong(
    { apps, broken }: Search,
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

  async #search(token: vscode.CancellationToken | undefined): Promise<Search> {
    const abort = new AbortController();
    token?.onCancellationRequested(() => abort.abort());
    const options = {
      location: vscode.ProgressLocation.Window,
      title: localize('Searching for apps…'),
    };
    return vscode.window.withProgress(options, async () => {
      const [projects, solutions] = await Promise.all([
        files('**/*.{cs,fs,vb}proj', token),
        files('**/*.{sln,slnx,slnf}', token),
      ]);
      const found = await this.#find(projects, solutions, abort.signal);
      const controllers = found.appHosts.map((path) => toWorkspaceApp('controller', path));
      const pages = found.startProjects.map((path) => toWorkspaceApp('page', path));
      const programs = found.programs.map((path) => toWorkspaceApp('program', path));
      return { apps: [...controllers, ...pages, ...programs], broken: found.broken };
    });
  }
}

async function files(
  pattern: string,
  token: vscode.CancellationToken | undefined,
): Promise<readonly string[]> {
  const found = await vscode.workspace.findFiles(pattern, notSources, undefined, token);
  return found.map(({ fsPath }) => fsPath).toSorted();
}

/** Returns the only AppHost or WebAssembly app; other programs count only if there is none. */
function getOnly(apps: readonly WorkspaceApp[]): WorkspaceApp | undefined {
  const main = apps.filter(({ kind }) => kind !== 'program');
  const [first, ...others] = main.length > 0 ? main : apps;
  return others.length === 0 ? first : undefined;
}

/** The app of a project. */
export function toWorkspaceApp(kind: WorkspaceApp['kind'], path: string): WorkspaceApp {
  const uri = vscode.Uri.file(path);
  return { kind, name: getName(uri), uri };
}

function getName(project: vscode.Uri): string {
  return project.path.replace(/^.*\//, '').replace(/\.\w+$/, '');
}

function noApp(broken: readonly HumanError[]): HumanError {
  const [first] = broken;
  if (first !== undefined) return first;
  return editorErrors.NoAppFound();
}
