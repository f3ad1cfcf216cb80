import * as vscode from 'vscode';
import type { FoundApps } from '../../../apps/search/findApps.ts';
import { onAbort } from '../../../common/abort.ts';
import { type Disposable, DisposableStore } from '../../../common/disposable.ts';
import type { HumanError } from '../../../common/humanError.ts';
import { isProjectFile } from '../../../dotnet/files/projectFile.ts';

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

/** What a search of the workspace found. */
export interface AppSearch {
  readonly apps: readonly WorkspaceApp[];
  readonly broken: readonly HumanError[];
}

/** One pattern, since each search lists all files of the workspace. */
const projectsAndSolutions = '**/*.{csproj,fsproj,vbproj,sln,slnx,slnf}';
const notSources = '**/{bin,obj,node_modules,.git}/**';
/** The files that decide what a search finds. */
const inputs = '**/{*.csproj,*.fsproj,*.vbproj,*.sln,*.slnx,*.slnf,*.props,*.targets,global.json}';

/** Searches the workspace folders for apps. Rejects as `find` does. */
export async function searchWorkspace(find: FindApps, signal: AbortSignal): Promise<AppSearch> {
  const cancelled = new vscode.CancellationTokenSource();
  const aborted = onAbort(signal, () => cancelled.cancel());
  try {
    const listed = await files(projectsAndSolutions, cancelled.token);
    const projects = listed.filter(isProjectFile);
    const solutions = listed.filter((path) => !isProjectFile(path));
    const found = await find(projects, solutions, signal);
    const controllers = found.appHosts.map((path) => toWorkspaceApp('controller', path));
    const pages = found.startProjects.map((path) => toWorkspaceApp('page', path));
    const programs = found.programs.map((path) => toWorkspaceApp('program', path));
    return { apps: [...controllers, ...pages, ...programs], broken: found.broken };
  } finally {
    aborted.dispose();
    cancelled.dispose();
  }
}

/** Calls `changed` when a search may find something else. */
export function watchInputs(changed: () => void): Disposable {
  const watch = new DisposableStore();
  const watched = watch.add(vscode.workspace.createFileSystemWatcher(inputs));
  const note = ({ path }: vscode.Uri): void => {
    if (!/\/(bin|obj|node_modules|\.git)\//.test(path)) changed();
  };
  for (const event of [watched.onDidCreate, watched.onDidChange, watched.onDidDelete]) {
    watch.add(event(note));
  }
  watch.add(vscode.workspace.onDidChangeWorkspaceFolders(changed));
  return watch;
}

async function files(pattern: string, token: vscode.CancellationToken): Promise<readonly string[]> {
  const found = await vscode.workspace.findFiles(pattern, notSources, undefined, token);
  return found.map(({ fsPath }) => fsPath).toSorted();
}

/** The app of a project. */
export function toWorkspaceApp(kind: WorkspaceApp['kind'], path: string): WorkspaceApp {
  const uri = vscode.Uri.file(path);
  return { kind, name: getName(uri), uri };
}

function getName(project: vscode.Uri): string {
  return project.path.replace(/^.*\//, '').replace(/\.\w+$/, '');
}
