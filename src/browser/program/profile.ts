import { mkdir, readlink, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { HumanError } from '../../common/humanError.ts';
import { browserErrors } from '../errors.ts';
import type { Watchdog } from '../../processes/watchdog/watchdog.ts';
import { makeWatchedFolderIn, type WatchedFolder } from '../../processes/watchdog/watchedFolder.ts';
import { checkUnused, isAnswered } from './profileLock.ts';

/** The profile of a browser. */
export type BrowserProfileChoice =
  | {
      /** A temporary folder that is removed when the browser ends. */
      readonly kind: 'fresh';
    }
  | {
      /** A folder of the user, created if it doesn't exist. */
      readonly kind: 'kept';
      readonly folder: string;
    };

/** A profile folder in use by one browser. */
export interface Profile {
  readonly kind: BrowserProfileChoice['kind'];
  readonly folder: string;
  /** Where the browser puts its temporary files, so that they are removed with the profile; elsewhere if absent. */
  readonly temporaryFolder?: string | undefined;
  /** Removes temporary files. To be called when the browser has ended. */
  release(): Promise<void>;
}

/** The file in the profile folder with the address of the DevTools. */
export const portFileName = 'DevToolsActivePort';

/**
 * Prepares a profile for a browser. A fresh one is removed by the watchdog if the host dies. Throws a
 * HumanError if the folder can't be created (BrowserProfileUnusable) or another browser uses it
 * (BrowserProfileInUse, BrowserProfileLocked).
 */
export async function openProfile(
  choice: BrowserProfileChoice,
  executable: string,
  homeFolder: string,
  watchdog: Watchdog,
): Promise<Profile> {
  return choice.kind === 'fresh'
    ? openFresh(freshProfileParent(executable, homeFolder), watchdog)
    : openKept(choice.folder);
}

/**
 * Returns the folder for fresh profiles of a browser. Snap and flatpak programs can access neither the
 * temporary folder nor hidden folders of others.
 */
export function freshProfileParent(executable: string, homeFolder: string): string {
  const snap = /\/snap\/bin\/([^/]+)$/.exec(executable)?.[1];
  if (snap !== undefined) return join(homeFolder, 'snap', snap, 'common');
  const flatpak = /\/flatpak\/exports\/bin\/([^/]+)$/.exec(executable)?.[1];
  if (flatpak !== undefined) return join(homeFolder, '.var', 'app', flatpak, 'cache');
  return tmpdir();
}

async function openFresh(parent: string, watchdog: Watchdog): Promise<Profile> {
  try {
    await mkdir(parent, { recursive: true });
    const folder = await makeWatchedFolderIn(resolve(parent), 'ide-session-browser-', watchdog);
    const { path } = folder;
    const temporaryFolder = hasRoomForSocket(path) ? path : undefined;
    return { kind: 'fresh', folder: path, temporaryFolder, release: () => removeFresh(folder) };
  } catch (error) {
    throw unusable(parent, error as NodeJS.ErrnoException);
  }
}

/** The longest name that a browser gives the socket of its profile's lock, in its temporary folder. */
const socketName = 'org.chromium.Chromium.XXXXXX/SingletonSocket';
/** The longest path of a socket, in bytes. */
const maxSocketPath = process.platform === 'darwin' ? 103 : 107;

function hasRoomForSocket(folder: string): boolean {
  return Buffer.byteLength(join(folder, socketName)) <= maxSocketPath;
}

/** The persistent profiles in use by this process, whose locks may not exist yet. */
const keptInUse = new Set<string>();

async function openKept(folder: string): Promise<Profile> {
  const key = resolve(folder);
  if (keptInUse.has(key)) throw browserErrors.BrowserProfileInUse({ folder });
  keptInUse.add(key);
  const release = async (): Promise<void> => {
    try {
      await removeSocket(folder);
    } finally {
      keptInUse.delete(key);
    }
  };
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await checkUnused(folder);
    await rm(join(folder, portFileName), { force: true });
    return { kind: 'kept', folder, release };
  } catch (error) {
    keptInUse.delete(key);
    throw error instanceof HumanError ? error : unusable(folder, error as NodeJS.ErrnoException);
  }
}

async function removeFresh(folder: WatchedFolder): Promise<void> {
  await removeSocket(folder.path);
  await folder.remove();
}

/** Removes the socket of the profile's lock, which a killed browser leaves behind. */
async function removeSocket(folder: string): Promise<void> {
  const socket = await readlink(join(folder, 'SingletonSocket')).catch(() => undefined);
  if (socket === undefined || (await isAnswered(folder))) return;
  const socketFolder = dirname(socket);
  await rm(socket, { force: true });
  await rm(join(socketFolder, 'SingletonCookie'), { force: true });
  // Fails if the folder contains other files.
  await rmdir(socketFolder).catch(() => {});
}

function unusable(folder: string, error: NodeJS.ErrnoException): HumanError {
  return browserErrors.BrowserProfileUnusable({ folder, reason: error.code ?? error.name });
}
