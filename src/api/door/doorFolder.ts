import { existsSync, lstatSync, mkdirSync, type Stats, statSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { definePhrases } from '../../common/phrases.ts';
import { doorErrors } from './errors.ts';

const phrases = definePhrases({
  link: 'is a link',
  noFolder: 'is not a folder',
  foreign: 'belongs to another user',
  open: 'can be entered by other users',
  replaceable: 'can be replaced by other users',
  unusable: "can't be used ({code})",
});

/** What the location of the folder depends on. */
export interface DoorLocation {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The folder for temporary files. */
  readonly temporary: string;
  /** The id of the user; `undefined` on Windows. */
  readonly user: number | undefined;
}

/** Returns the folder of the doors of all hosts of the user: hosts and the command line agree on it. */
export function findDoorFolder(location: DoorLocation): string {
  const { environment, platform, temporary, user } = location;
  if (platform === 'win32') {
    return join(environment['LOCALAPPDATA'] || temporary, 'ide-session-host', 'hosts');
  }
  const runtime = environment['XDG_RUNTIME_DIR'] ?? '';
  // Relative paths are invalid (XDG Base Directory Specification). It is often set where the folder doesn't
  // exist, such as after su.
  if (isAbsolute(runtime) && existsSync(runtime)) return join(runtime, 'ide-session-host');
  return join(temporary, `ide-session-host-${user}`);
}

/** Creates the folder unless it exists. Throws a HumanError if others could use it too. */
export function makeDoorFolder(path: string, user: number | undefined): void {
  // Below a folder of the user alone on Windows. Elsewhere the parent exists.
  mkdirSync(dirname(path), { recursive: true });
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  assertPrivateFolder(path, user);
}

/**
 * Checks that only its owner can enter a folder, and that other users can't replace it. Throws a HumanError
 * otherwise, and the system error if it doesn't exist. On Windows the rights of the user's profile apply.
 */
export function assertPrivateFolder(path: string, user: number | undefined): void {
  const reason = whyUnsafe(readStats(path), user) ?? whyReplaceable(path, user);
  if (reason !== undefined) throw doorErrors.UnsafeDoorFolder({ path, reason });
}

/** The codes of system errors for a folder that doesn't exist. */
const missing = ['ENOENT', 'ENOTDIR'];

/** Whether an error says that a folder doesn't exist. */
export function isMissing(error: unknown): boolean {
  return missing.includes((error as NodeJS.ErrnoException).code ?? '');
}

/** Fails for example in the runtime folder of another user, as after su. */
function readStats(path: string): Stats {
  try {
    return lstatSync(path);
  } catch (error) {
    if (isMissing(error)) throw error;
    const { code = '' } = error as NodeJS.ErrnoException;
    throw doorErrors.UnsafeDoorFolder({ path, reason: phrases.unusable({ code }) });
  }
}

function whyUnsafe(stats: Stats, user: number | undefined): string | undefined {
  if (stats.isSymbolicLink()) return phrases.link();
  if (!stats.isDirectory()) return phrases.noFolder();
  if (user === undefined) return undefined;
  if (stats.uid !== user) return phrases.foreign();
  return (stats.mode & 0o077) === 0 ? undefined : phrases.open();
}

/** Others can rename a folder if they can write to its parent, unless that has the sticky bit. */
function whyReplaceable(path: string, user: number | undefined): string | undefined {
  if (user === undefined) return undefined;
  const { mode, uid } = statSync(dirname(path));
  const isShared = (mode & 0o022) !== 0 && (mode & 0o1000) === 0;
  const isForeign = uid !== user && uid !== 0;
  return isShared || isForeign ? phrases.replaceable() : undefined;
}
