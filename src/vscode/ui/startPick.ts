import * as vscode from 'vscode';
import { localize } from '../../common/localization.ts';
import { deferred } from '../../common/deferred.ts';
import { DisposableStore } from '../../common/disposable.ts';
import { getLocalizedMessage } from '../../common/humanError.ts';
import { listLaunchEntries } from './launchEntries.ts';
import type { RecentConfigurations } from './recentConfigurations.ts';
import { toConfiguration, type WorkspaceApp, type WorkspaceApps } from './workspaceApps.ts';

/** The user's choice. */
export interface StartChoice {
  readonly folder: vscode.WorkspaceFolder | undefined;
  readonly configuration: vscode.DebugConfiguration;
}

interface StartItem extends vscode.QuickPickItem {
  readonly choice?: StartChoice;
}

/** Lets the user choose from recent configurations, launch.json, and the apps of the workspace. */
export async function pickStart(
  apps: WorkspaceApps,
  recent: RecentConfigurations,
): Promise<StartChoice | undefined> {
  const owned = new DisposableStore();
  const pick = owned.add(vscode.window.createQuickPick<StartItem>());
  const chosen = deferred<StartChoice | undefined>();
  const search = new vscode.CancellationTokenSource();
  owned.add({ dispose: () => search.cancel() });
  const known = [
    ...group(localize('recent'), recentItems(recent)),
    ...group('launch.json', launchItems()),
  ];
  pick.placeholder = localize('Select what to start');
  pick.matchOnDescription = true;
  pick.items = known;
  pick.busy = true;
  owned.add(
    pick.onDidAccept(() => {
      const [active] = pick.activeItems;
      if (active !== undefined) chosen.resolve(active.choice);
    }),
  );
  owned.add(pick.onDidHide(() => chosen.resolve(undefined)));
  pick.show();
  const found = (items: readonly StartItem[], otherwise: string): void => {
    if (search.token.isCancellationRequested) return;
    pick.busy = false;
    const active = pick.activeItems;
    pick.items = [...known, ...group(localize('found in the workspace'), items)];
    // The editor has made the first item active.
    if (active.length > 0) pick.activeItems = active;
    if (pick.items.length === 0) pick.placeholder = otherwise;
  };
  apps.all(search.token).then(
    (all) => found(all.map(appItem), localize('No .NET project that can be started was found')),
    (error: unknown) => found([], getLocalizedMessage(error)),
  );
  try {
    return await chosen.promise;
  } finally {
    owned.dispose();
  }
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
    choice: {
      folder: vscode.workspace.getWorkspaceFolder(app.uri),
      configuration: toConfiguration(app, app.uri.fsPath),
    },
  };
}
