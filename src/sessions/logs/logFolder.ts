import { lstatSync, mkdirSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { type Log, getMessage } from '../../common/log.ts';
import type { OutputStream } from '../../common/outputStream.ts';

/** The paths of a session's log files. */
export type LogPaths = Readonly<Record<OutputStream, string>>;

/** The folder of all log files, which only its owner can access. */
export class LogFolder {
  readonly #path: string;
  /** The path with a separator at its end, so that the paths of each session need no normalization. */
  readonly #prefix: string;
  readonly #log: Log;
  #isThere = false;

  constructor(path: string, log: Log) {
    this.#path = path;
    this.#prefix = join(path, sep);
    this.#log = log;
  }

  paths(name: string): LogPaths {
    return { stdout: this.path(name, 'stdout'), stderr: this.path(name, 'stderr') };
  }

  /** The path of the newest output of a stream. */
  path(name: string, stream: OutputStream): string {
    return `${this.#prefix}${name}.${stream}.log`;
  }

  /** The path of an older segment of a stream; numbers start at 1. */
  olderPath(name: string, stream: OutputStream, number: number): string {
    return `${this.#prefix}${name}.${stream}.${number}.log`;
  }

  /** Creates the folder if it doesn't exist. A link in its place is not followed. */
  make(): void {
    if (this.#isThere) return;
    try {
      mkdirSync(this.#path, { recursive: true, mode: 0o700 });
      this.#isThere = isOwnFolder(this.#path);
      if (!this.#isThere) throw new Error('There is a link or the folder of another user.');
    } catch (error) {
      this.#log.warn(`The folder for session logs can't be used: ${getMessage(error)}`);
    }
  }

  /** Creates a file in the folder, which must be owned by this user. Recreates the folder if it was removed. */
  async create(path: string): Promise<FileHandle> {
    if (!this.#isThere) throw new Error('There is no folder for it.');
    try {
      return await createOwnFile(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    this.#isThere = false;
    this.make();
    if (!this.#isThere) throw new Error('There is no folder for it.');
    return createOwnFile(path);
  }
}

/** A folder that was removed may have been recreated by another user. */
function isOwnFolder(path: string): boolean {
  const folder = lstatSync(path);
  return folder.isDirectory() && (process.getuid === undefined || folder.uid === process.getuid());
}

/** Creates a file that only its owner can read. Fails if anything exists at the path, including a link. */
export function createOwnFile(path: string): Promise<FileHandle> {
  return open(path, 'ax', 0o600);
}
