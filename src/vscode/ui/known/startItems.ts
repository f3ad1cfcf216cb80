import * as vscode from 'vscode';
import { localize } from '../../../common/localization.ts';
import { listLaunchEntries } from '../launchEntries.ts';
import type { RecentConfigurations } from '../recentConfigurations.ts';
import { toConfiguration } from '../workspaceApps.ts';
import type { WorkspaceApp } from './searchWorkspace.ts';

/** The user's choice. */
export interface StartChoice {
  readonly folder: vscode.WorkspaceFolder | undefined;
  readonly configuration: vscode.DebugConfiguration;
}

/** A row of what can be started, or the title of a group. */
export interface StartItem extends vscode.QuickPickItem {
  readonly choice?: StartChoice;
  /** The project of an app that was found. */
  readonly app?: string;
}

/** Returns the rows that need no search: recent configurations and launch.json. */
export function knownItems(recent: RecentConfigurations): readonly StartItem[] {
  return [
    ...group(localize('recent'), recentItems(recent)),
    ...group('launch.json', launchItems()),
  ];
}

/** Returns the rows of apps that were found. */
export function appItems(apps: readonly WorkspaceApp[]): readonly StartItem[] {
  return group(localize('found in the workspace'), apps.map(appItem));
}

function group(label: string, items: readonly StartItem[]): readonly StartItem[] {
  return items.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items];
}

function recentItems(recent: RecentConfigurations): readonly StartItem[] {
  const isOnly = (vscode.workspace.workspaceFolders?.length ?? 0) < 2;
  return recent.list().map(({ configuration, folder }) => ({
    label: `$(history) ${configuration.name}`,
    ...(folder && !isOnly && { description: folder.name }),
    choice: { folder: folder ?? vscode.workspace.workspaceFolders?.[0], configuration },
  }));
}

function launchItems(): readonly StartItem[] {
  return listLaunchEntries().map(({ configuration, folder }) => ({
    label: `$(gear) ${configuration.name}`,
    description: folder.name,
    choice: { folder, configuration },
  }));
}

const icons = { page: 'globe', controller: 'server-process', program: 'terminal' } as const;

function appItem(app: WorkspaceApp): StartItem {
  return {
    label: `$(${icons[app.kind]}) ${app.name}`,
    description: vscode.workspace.asRelativePath(app.uri),
    app: app.uri.fsPath,
    choice: {
      folder: vscode.workspace.getWorkspaceFolder(app.uri),
      configuration: toConfiguration(app, app.uri.fsPath),
    },
  };
}
