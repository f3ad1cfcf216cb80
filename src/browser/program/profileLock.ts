import { open, readlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { browserErrors } from '../errors.ts';

/**
 * Checks that no browser uses this profile, since a second one would pass its page to the first and exit.
 * Throws a HumanError (BrowserProfileInUse, BrowserProfileLocked).
 */
export async function checkUnused(folder: string): Promise<void> {
  if (process.platform === 'win32' ? await isLockedOnWindows(folder) : await isAnswered(folder)) {
    throw browserErrors.BrowserProfileInUse({ folder });
  }
  const host = process.platform === 'win32' ? undefined : await lockingHost(folder);
  if (host === undefined || host === hostname()) return;
  throw browserErrors.BrowserProfileLocked({ folder, host });
}

/** Whether a browser listens on the socket of the profile's lock. */
export async function isAnswered(folder: string): Promise<boolean> {
  // Resolves the link, since paths of sockets have to be short.
  const path = await readlink(join(folder, 'SingletonSocket')).catch(() => undefined);
  if (path === undefined) return false;
  return new Promise((resolve) => {
    const socket = connect({ path });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** Returns the machine that holds the lock. The target of the link is `HOST-PID`. */
async function lockingHost(folder: string): Promise<string | undefined> {
  const mark = await readlink(join(folder, 'SingletonLock')).catch(() => undefined);
  return mark === undefined ? undefined : /^(.*)-\d+$/.exec(mark)?.[1];
}

/** Browsers open this file exclusively. */
async function isLockedOnWindows(folder: string): Promise<boolean> {
  try {
    const file = await open(join(folder, 'lockfile'), 'r+');
    await file.close();
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}
