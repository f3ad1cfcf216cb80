import * as vscode from 'vscode';
import type { ProjectReader } from '../../../dotnet/evaluate/projects.ts';
import { findAppHosts } from '../../../dotnet/files/appHosts.ts';
import { findProjectOf } from '../../../dotnet/files/nearestProject.ts';
import type { RunMode } from '../../../protocol/launchConfigurations.ts';
import { editorErrors } from '../../errors.ts';
import type { HostOwner } from '../../window/hostOwner.ts';
import { toWorkspaceApp, type WorkspaceApp } from '../known/searchWorkspace.ts';
import { toConfiguration, type WorkspaceApps } from '../workspaceApps.ts';

export interface ProjectStartOptions {
  readonly hostOwner: HostOwner;
  readonly apps: WorkspaceApps;
  readonly projects: ProjectReader;
}

/** Starts projects from the places where their files are shown. */
export class ProjectStart {
  readonly #options: ProjectStartOptions;

  constructor(options: ProjectStartOptions) {
    this.#options = options;
  }

  /**
   * Starts the project of a file, or the app that F5 starts if the project is a library. Throws a HumanError if
   * there is none.
   */
  async start(mode: RunMode, file: vscode.Uri | undefined): Promise<void> {
    const project = file && (await findProject(file));
    if (project === undefined) throw editorErrors.NoProjectOfFile({ file: file?.fsPath ?? '' });
    const app = (await this.#isLibrary(project))
      ? await this.#options.apps.pick()
      : await toApp(project);
    if (app !== undefined) await this.#debug(mode, toConfiguration(app, app.uri.fsPath));
  }

  /** Starts a project with one of its launch profiles. */
  async startProfile(mode: RunMode, project: string, launchProfile: string): Promise<void> {
    const configuration = toConfiguration(await toApp(project), project);
    const name = `${configuration.name} (${launchProfile})`;
    await this.#debug(mode, { ...configuration, name, launchProfile });
  }

  async #debug(mode: RunMode, configuration: vscode.DebugConfiguration): Promise<void> {
    // Throws in an untrusted workspace.
    await this.#options.hostOwner.host();
    const path = String(configuration['project'] ?? configuration['controller']);
    const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(path));
    await vscode.debug.startDebugging(folder, configuration, { noDebug: mode === 'NoDebug' });
  }

  /** Errors of the evaluation are left to the launch. */
  async #isLibrary(project: string): Promise<boolean> {
    const facts = await this.#options.projects.facts(project).catch(() => undefined);
    return facts?.kind === 'library';
  }
}

/** Returns the project of a file in a workspace folder. */
export async function findProject(file: vscode.Uri): Promise<string | undefined> {
  const folder = vscode.workspace.getWorkspaceFolder(file);
  if (file.scheme !== 'file' || folder === undefined) return undefined;
  return findProjectOf(file.fsPath, folder.uri.fsPath);
}

async function toApp(project: string): Promise<WorkspaceApp> {
  const isAppHost = (await findAppHosts([project])).length > 0;
  return toWorkspaceApp(isAppHost ? 'controller' : 'page', project);
}
