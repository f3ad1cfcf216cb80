import { watch } from 'node:fs';
import { join } from 'node:path';
import type { KnownSession } from '../../api/door/knownSessions.ts';
import type { Clock } from '../../common/clock.ts';
import { type Disposable, toDisposable } from '../../common/disposable.ts';
import type { Log } from '../../common/log.ts';
import type { ListStartable } from '../../host/known/listKnown.ts';
import { WatchedScan } from '../../host/known/watchedScan.ts';
import { listConfigurationNames } from './launchJson.ts';

/** Returns a list of what the launch.json of a folder names, which is read again when it changes. */
export function knownConfigurations(
  folder: string,
  {
    resources,
    ...options
  }: {
    readonly clock: Clock;
    readonly log: Log;
    /** Where the watch is disposed of. */
    readonly resources: { add(item: Disposable): unknown };
  },
): ListStartable {
  const scan = new WatchedScan(
    {
      scan: async () => listConfigurationNames(folder),
      watch: (changed) => watchFolder(join(folder, '.vscode'), changed),
    },
    options,
  );
  resources.add(scan);
  // Before the first request.
  scan.latest();
  return () => {
    const last = scan.latest();
    const lastSeen = last?.seen.toISOString();
    const items = (last?.value ?? []).map((name): KnownSession => ({
      name,
      origin: 'launch.json',
      ...(lastSeen && { lastSeen }),
    }));
    return { items, isSearching: last === undefined };
  };
}

/** Without the folder, its file is read again when the list is old. */
function watchFolder(path: string, changed: () => void): Disposable {
  try {
    const watcher = watch(path, { persistent: false }, changed);
    // The folder was removed.
    watcher.on('error', () => watcher.close());
    return toDisposable(() => watcher.close());
  } catch {
    return toDisposable(() => undefined);
  }
}
