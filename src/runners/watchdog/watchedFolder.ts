import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Watchdog } from './watchdog.ts';

/** A folder for temporary files, which whoever made it removes. */
export interface WatchedFolder {
  /** Absolute. */
  readonly path: string;
  remove(): Promise<void>;
}

/**
 * Makes a folder that only its owner can enter, and that goes even if the host crashes. Its name begins
 * with `prefix` and has an end that nobody can guess.
 */
export async function makeWatchedFolder(
  prefix: string,
  watchdog: Watchdog,
): Promise<WatchedFolder> {
  const path = await mkdtemp(join(tmpdir(), prefix));
  const watch = watchdog.watchFolder(path);
  return {
    path,
    async remove() {
      await rm(path, { recursive: true, force: true, maxRetries: 5 });
      watch.dispose();
    },
  };
}
