import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { getMessage } from '../log.ts';
import { definePhrases } from '../phrases.ts';
import { serverErrors } from './errors.ts';

/** The maximum size of a private file, in bytes. */
const maxBytes = 16 * 1024 * 1024;

const phrases = definePhrases({
  link: 'is a link',
  irregular: 'is not a regular file',
  tooLarge: 'is too large',
  foreign: 'belongs to another user',
  shared: 'can be read or changed by other users',
});

/**
 * Reads a file that only its owner can read; `undefined` if it doesn't exist. Throws a HumanError if
 * another user could have created it or can read it: a link, a file of another user, or a file that is
 * accessible to others.
 */
export function readPrivateFile(path: string): string | undefined {
  let file: number;
  try {
    // Opening must not follow links or wait for the writer of a pipe.
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw code === 'ELOOP'
      ? serverErrors.UnsafePrivateFile({ path, reason: phrases.link() })
      : serverErrors.PrivateFileUnreadable({ path, reason: getMessage(error) });
  }
  try {
    // Checks the open file, so that it can't be replaced after the check.
    assertPrivate(path, fstatSync(file));
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}

/**
 * Atomically replaces a file by one that only its owner can read. A link in its place is replaced, not
 * followed. Callers must not write concurrently.
 */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const draft = `${path}.new`;
  // May be left by a crash.
  await rm(draft, { force: true });
  try {
    // Created exclusively, so that it fails if anything, including a link, was put there in between.
    await writeFile(draft, text, { flag: 'wx', mode: 0o600 });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

function assertPrivate(path: string, stats: Stats): void {
  const { mode, size, uid } = stats;
  if (!stats.isFile()) throw serverErrors.UnsafePrivateFile({ path, reason: phrases.irregular() });
  if (size > maxBytes) throw serverErrors.UnsafePrivateFile({ path, reason: phrases.tooLarge() });
  // Windows has neither; the permissions of the folder apply.
  if (process.getuid === undefined) return;
  if (uid !== process.getuid())
    throw serverErrors.UnsafePrivateFile({ path, reason: phrases.foreign() });
  if ((mode & 0o077) !== 0)
    throw serverErrors.UnsafePrivateFile({ path, reason: phrases.shared() });
}
