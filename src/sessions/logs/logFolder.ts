import { lstatSync, mkdirSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { type Log, messageOf } from '../../common/log.ts';
import type { OutputStream } from '../../common/outputStream.ts';

/** Where a session's output is kept. */
export type LogPaths = Readonly<Record<OutputStream, string>>;

/** The folder of all log files, which only its owner can enter. */
export class LogFolder {
  readonly #path: string;
  readonly #log: Log;
  #isThere = false;

  constructor(path: string, log: Log) {
    this.#path = path;
    this.#log = log;
  }

  paths(name: string): LogPaths {
    return { stdout: this.path(name, 'stdout'), stderr: this.path(name, 'stderr') };
  }

  /** Where the newest of a stream is. */
  path(name: string, stream: OutputStream): string {
    return join(this.#path, `${name}.${stream}.log`);
  }

  /** Where older pieces of a stream are, from 1 on. */
  olderPath(name: string, stream: OutputStream, number: number): string {
    return join(this.#path, `${name}.${stream}.${number}.log`);
  }

  /** Makes the folder, if it is not there yet; a link in its place is not followed. */
  make(): void {
    if (this.#isThere) return;
    try {
      mkdirSync(this.#path, { recursive: true, mode: 0o700 });
      this.#isThere = isOwnFolder(this.#path);
      if (!this.#isThere) throw new Error('There is a link or the folder of another user.');
    } catch (error) {
      this.#log.warn(`The folder for session logs can't be used: ${messageOf(error)}`);
    }
  }

  /** Makes a file in the folder, if that is ours, and the folder again if it was removed. */
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

/** A folder that was removed may have been made by somebody else. */
function isOwnFolder(path: string): boolean {
  const folder = lstatSync(path);
  return folder.isDirectory() && (process.getuid === undefined || folder.uid === process.getuid());
}

/** Makes a file that only its owner can read; refuses what is there already, a link included. */
export function createOwnFile(path: string): Promise<FileHandle> {
  return open(path, 'ax', 0o600);
}
