import * as vscode from 'vscode';
import { localize } from '../../common/localization.ts';
import { deferred } from '../../common/deferred.ts';
import { DisposableStore } from '../../common/disposable.ts';
import { getLocalizedMessage } from '../../common/humanError.ts';
import { appItems, knownItems, type StartChoice, type StartItem } from './known/startItems.ts';
import type { RecentConfigurations } from './recentConfigurations.ts';
import type { WorkspaceApps } from './workspaceApps.ts';

/**
 * Lets the user choose from recent configurations, launch.json, and the apps of the workspace. Apps that were
 * found before are shown at once, and can be started when a search has found them again.
 */
export async function pickStart(
  apps: WorkspaceApps,
  recent: RecentConfigurations,
): Promise<StartChoice | undefined> {
  const owned = new DisposableStore();
  const pick = owned.add(vscode.window.createQuickPick<StartItem>());
  const chosen = deferred<StartChoice | undefined>();
  const search = new vscode.CancellationTokenSource();
  owned.add({ dispose: () => search.cancel() });
  /** The app that was accepted during a search. */
  let accepted: string | undefined;
  const known = knownItems(recent);
  pick.placeholder = localize('Select what to start');
  pick.matchOnDescription = true;
  pick.buttons = [searchButton()];
  pick.items = [...known, ...appItems(apps.last?.value.apps ?? [])];
  const found = (items: readonly StartItem[], otherwise: string): void => {
    if (search.token.isCancellationRequested) return;
    pick.busy = false;
    update(pick, [...known, ...items]);
    if (pick.items.length === 0) pick.placeholder = otherwise;
    const item = pick.items.find(({ app }) => app !== undefined && app === accepted);
    accepted = undefined;
    if (item !== undefined) chosen.resolve(item.choice);
  };
  const find = (): void => {
    if (pick.busy) return;
    pick.busy = true;
    apps.all(search.token).then(
      (all) => found(appItems(all), localize('No .NET project that can be started was found')),
      (error: unknown) => found([], getLocalizedMessage(error)),
    );
  };
  owned.add(pick.onDidTriggerButton(find));
  owned.add(
    pick.onDidAccept(() => {
      const [active] = pick.activeItems;
      if (active?.app !== undefined && pick.busy) accepted = active.app;
      else if (active !== undefined) chosen.resolve(active.choice);
    }),
  );
  owned.add(pick.onDidHide(() => chosen.resolve(undefined)));
  pick.show();
  find();
  try {
    return await chosen.promise;
  } finally {
    owned.dispose();
  }
}

/** Replaces the rows if they have changed, and leaves the same one selected. */
function update(pick: vscode.QuickPick<StartItem>, items: readonly StartItem[]): void {
  if (JSON.stringify(items) === JSON.stringify(pick.items)) return;
  const active = pick.activeItems.flatMap((item) =>
    items.filter((other) => other === item || (other.app !== undefined && other.app === item.app)),
  );
  pick.items = items;
  // The editor has made the first item active.
  if (active.length > 0) pick.activeItems = active;
}

function searchButton(): vscode.QuickInputButton {
  return { iconPath: new vscode.ThemeIcon('refresh'), tooltip: localize('Search Again') };
}
