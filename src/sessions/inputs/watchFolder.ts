import { watch } from 'node:fs';
import type { Disposable } from '../../common/disposable.ts';

/** What happened in a watched folder. */
export interface FolderChange {
  /** The name of an entry; `undefined` if any entry may have changed. */
  readonly name: string | undefined;
  /** Whether an entry, or the folder itself, was created, removed or moved. */
  readonly isMoved: boolean;
}

/** The listener of a watched folder. */
export interface FolderListener {
  changed(change: FolderChange): void;
  /** The folder isn't watched any more. */
  failed(error: Error): void;
}

/**
 * The port to the watches of the operating system: watches the entries of one folder, not those of folders
 * below it. Throws the error of the system if the folder doesn't exist or can't be watched.
 */
export type WatchFolder = (path: string, listener: FolderListener) => Disposable;

/** Watches folders by Node. On Linux, all watches of a process share one instance of inotify. */
export const watchFolder: WatchFolder = (path, listener) => {
  const watcher = watch(path, { persistent: false }, (event, name) =>
    listener.changed({ name: name ?? undefined, isMoved: event === 'rename' }),
  );
  watcher.on('error', (error) => {
    watcher.close();
    listener.failed(error);
  });
  return { dispose: () => watcher.close() };
};
