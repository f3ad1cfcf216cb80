import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { messageOf } from '../../common/log.ts';
import { endpointErrors } from '../errors.ts';

/** More than a state file ever has, in bytes. */
const mostBytes = 16 * 1024 * 1024;

/**
 * Reads a file that only its owner can read; `undefined` if there is none. Throws a HumanError for
 * anything that somebody else may have put there or can read: a link, a file of another user, a
 * file that is open to others.
 */
export function readPrivateFile(path: string): string | undefined {
  let file: number;
  try {
    // Opening must not follow a link, nor wait for the writer of a pipe.
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw code === 'ELOOP'
      ? endpointErrors.UnsafeStateFile({ path, reason: 'is a link' })
      : endpointErrors.StateFileUnreadable({ reason: messageOf(error) });
  }
  try {
    // The open file is looked at, so that none can be put in its place after the check.
    assertPrivate(path, fstatSync(file));
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}

/**
 * Replaces a file by one that only its owner can read, at once: a reader, or a crash, finds the old
 * content or the new. A link in its place is replaced, not followed. One write at a time.
 */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const draft = `${path}.new`;
  // What a crash left of an earlier one.
  await rm(draft, { force: true });
  try {
    // Created exclusively: whatever is put there in between, a link too, makes it fail.
    await writeFile(draft, text, { flag: 'wx', mode: 0o600 });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

function assertPrivate(path: string, stats: Stats): void {
  const { mode, size, uid } = stats;
  if (!stats.isFile())
    throw endpointErrors.UnsafeStateFile({ path, reason: 'is not a regular file' });
  if (size > mostBytes) throw endpointErrors.UnsafeStateFile({ path, reason: 'is too large' });
  // Windows has neither: there the rights of the folder count.
  if (process.getuid === undefined) return;
  if (uid !== process.getuid())
    throw endpointErrors.UnsafeStateFile({ path, reason: 'belongs to another user' });
  if ((mode & 0o077) !== 0)
    throw endpointErrors.UnsafeStateFile({ path, reason: 'can be read or changed by other users' });
}
