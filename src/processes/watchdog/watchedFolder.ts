import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { HumanError } from '../../common/humanError.ts';
import { runnerErrors } from '../errors.ts';
import type { Watchdog } from './watchdog.ts';

/** A folder for temporary files, which whoever made it removes. */
export interface WatchedFolder {
  /** Absolute. */
  readonly path: string;
  remove(): Promise<void>;
}

/**
 * Makes a folder that only its owner can enter, and that goes even if the host crashes. Its name begins
 * with `prefix` and has an end that nobody can guess. Throws a HumanError if no folder can be made there.
 */
export async function makeWatchedFolder(
  prefix: string,
  watchdog: Watchdog,
): Promise<WatchedFolder> {
  const parent = resolve(tmpdir());
  try {
    return await makeWatchedFolderIn(parent, prefix, watchdog);
  } catch (error) {
    throw temporaryFolderUnusable(parent, error as NodeJS.ErrnoException);
  }
}

/** Makes the same kind of folder in `parent`, an absolute path. Rejects with the error of the system. */
export async function makeWatchedFolderIn(
  parent: string,
  prefix: string,
  watchdog: Watchdog,
): Promise<WatchedFolder> {
  const path = join(parent, prefix + randomUUID());
  // Told first, so that the folder goes whenever the host is killed.
  const watch = watchdog.watchFolder(path);
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    watch.dispose();
    throw error;
  }
  return {
    path,
    async remove() {
      // Processes that have ended may still be writing, so a failure is tried again.
      await rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
      watch.dispose();
    },
  };
}

function temporaryFolderUnusable(
  path: string,
  { code, message }: NodeJS.ErrnoException,
): HumanError {
  return runnerErrors.TemporaryFolderUnusable({ path, reason: code ?? message });
}
