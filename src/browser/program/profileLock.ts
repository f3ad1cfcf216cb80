import { open, readlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { browserErrors } from '../errors.ts';

/**
 * Makes sure that no browser has this profile: a second one would hand its page to the first and end.
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

/** Whether a browser listens at the socket that the profile's folder points to. */
export async function isAnswered(folder: string): Promise<boolean> {
  // Sockets are called by short paths only, so it is called where the link leads.
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

/** The machine whose browser left its mark; the link's target is `HOST-PID`. */
async function lockingHost(folder: string): Promise<string | undefined> {
  const mark = await readlink(join(folder, 'SingletonLock')).catch(() => undefined);
  return mark === undefined ? undefined : /^(.*)-\d+$/.exec(mark)?.[1];
}

/** A browser holds this file open and lets nobody else open it. */
async function isLockedOnWindows(folder: string): Promise<boolean> {
  try {
    const file = await open(join(folder, 'lockfile'), 'r+');
    await file.close();
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}
