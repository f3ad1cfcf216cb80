import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { HumanError } from '../../common/humanError.ts';
import { runnerErrors } from '../errors.ts';
import type { Watchdog } from './watchdog.ts';

/** A temporary folder, which its creator removes. */
export interface WatchedFolder {
  /** Absolute. */
  readonly path: string;
  remove(): Promise<void>;
}

/**
 * Creates a temporary folder that only its owner can access and that is removed even if the host crashes.
 * Its name is `prefix` and a random suffix. Throws a HumanError if it can't be created.
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

/** Creates such a folder in `parent`, an absolute path. Rejects with the system error. */
export async function makeWatchedFolderIn(
  parent: string,
  prefix: string,
  watchdog: Watchdog,
): Promise<WatchedFolder> {
  const path = join(parent, prefix + randomBytes(8).toString('hex'));
  // Watched before it is created, so that it is removed whenever the host is killed.
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
      // Ended processes may still be writing, so failures are retried.
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
