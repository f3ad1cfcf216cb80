import * as vscode from 'vscode';
import type { Clock } from '../../../common/clock.ts';
import type { KnownSession } from '../../../api/door/knownSessions.ts';
import type { ListStartable } from '../../../host/known/listKnown.ts';
import { listLaunchEntries } from '../launchEntries.ts';
import type { RecentConfigurations } from '../recentConfigurations.ts';
import type { WorkspaceApps } from '../workspaceApps.ts';

/** Returns a list of what the window can start: recent configurations, launch.json, and the apps that were found. */
export function listStartable(
  apps: WorkspaceApps,
  recent: RecentConfigurations,
  clock: Clock,
): ListStartable {
  return () => {
    const last = apps.latest();
    const seen = last?.seen.toISOString();
    const found = (last?.value.apps ?? []).map(({ name, uri }): KnownSession => ({
      name,
      origin: 'detected',
      target: vscode.workspace.asRelativePath(uri),
      ...(seen && { lastSeen: seen }),
    }));
    const now = clock.now().toISOString();
    const items = [
      ...recent
        .list()
        .map(({ configuration, started }) => toKnown(configuration, 'recent', started)),
      ...listLaunchEntries().map(({ configuration }) => toKnown(configuration, 'launch.json', now)),
      ...found,
    ];
    return { items, isSearching: last === undefined };
  };
}

function toKnown(
  configuration: vscode.DebugConfiguration,
  origin: KnownSession['origin'],
  lastSeen: string | undefined,
): KnownSession {
  const { controller, name, project } = configuration;
  const target: unknown = project ?? controller;
  return {
    name,
    origin,
    ...(typeof target === 'string' && { target }),
    ...(lastSeen && { lastSeen }),
  };
}
