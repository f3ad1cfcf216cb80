import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { namesController } from '../../launch/user/controllerConfiguration.ts';
import { toLaunchRequest } from '../../launch/user/userConfiguration.ts';
import { debugType, isOfHost, withUserOwner } from '../debug/debugSessions.ts';
import type { RecentConfigurations } from './recentConfigurations.ts';
import { toConfiguration, type WorkspaceApps } from './workspaceApps.ts';

/** Provides and completes debug configurations of type `ide-session`. */
export class ConfigurationProvider implements vscode.DebugConfigurationProvider, Disposable {
  readonly #apps: WorkspaceApps;
  readonly #recent: RecentConfigurations;
  readonly #resources = new DisposableStore();

  constructor(apps: WorkspaceApps, recent: RecentConfigurations) {
    this.#apps = apps;
    this.#recent = recent;
    const { Dynamic, Initial } = vscode.DebugConfigurationProviderTriggerKind;
    for (const kind of [Initial, Dynamic]) {
      this.#resources.add(vscode.debug.registerDebugConfigurationProvider(debugType, this, kind));
    }
  }

  /** Returns a configuration for each app of the folder. */
  async provideDebugConfigurations(
    folder: vscode.WorkspaceFolder | undefined,
    token?: vscode.CancellationToken,
  ): Promise<vscode.DebugConfiguration[]> {
    const apps = await this.#apps.all(token);
    const here = apps.filter(
      ({ uri }) => folder === undefined || vscode.workspace.getWorkspaceFolder(uri) === folder,
    );
    return here.map((app) => toConfiguration(app, projectVariablePath(app.uri)));
  }

  /** Completes an empty configuration, which F5 without launch.json provides, with an app. */
  async resolveDebugConfiguration(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
    token?: vscode.CancellationToken,
  ): Promise<vscode.DebugConfiguration | undefined> {
    const isEmpty = !configuration.type && !configuration.request && !configuration.name;
    // Sessions of the host, and configurations that name a project or a controller, are complete.
    const isComplete =
      configuration.request !== 'launch' ||
      configuration['project'] ||
      namesController(configuration);
    if (isOfHost(configuration) || (!isEmpty && isComplete)) return configuration;
    // A configuration in the launch.json of a folder is for an app of that folder.
    const app = await this.#apps.pick(token, isEmpty ? undefined : folder);
    if (app === undefined) return undefined;
    const { name, ...launch } = toConfiguration(app, app.uri.fsPath);
    return { name, ...withoutEmpty(configuration), ...launch };
  }

  /** Rejects invalid configurations before the session starts. */
  async resolveDebugConfigurationWithSubstitutedVariables(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | undefined> {
    if (isOfHost(configuration)) return configuration;
    toLaunchRequest(configuration, false);
    await this.#recent.remember(configuration, folder);
    return withUserOwner(configuration);
  }

  dispose(): void {
    this.#resources.dispose();
  }
}

/** Returns the path of a project for launch.json, relative to its workspace folder. */
export function projectVariablePath(uri: vscode.Uri): string {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (folder === undefined) return uri.fsPath;
  const scope = (vscode.workspace.workspaceFolders?.length ?? 0) > 1 ? `:${folder.name}` : '';
  return `\${workspaceFolder${scope}}/${vscode.workspace.asRelativePath(uri, false)}`;
}

/** Removes empty strings, which the editor adds to an absent configuration. */
function withoutEmpty(configuration: vscode.DebugConfiguration): Record<string, unknown> {
  return Object.fromEntries(Object.entries(configuration).filter(([, value]) => value !== ''));
}
