import { lstatSync, mkdirSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { type Log, messageOf } from '../common/log.ts';
import type { OutputStream } from './runner.ts';

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
      this.#isThere = lstatSync(this.#path).isDirectory();
      if (!this.#isThere) throw new Error('There is a link in its place.');
    } catch (error) {
      this.#log.warn(`The folder for session logs can't be used: ${messageOf(error)}`);
    }
  }

  /** Makes a file in the folder, if that is ours. */
  create(path: string): Promise<FileHandle> {
    if (!this.#isThere) return Promise.reject(new Error('There is no folder for it.'));
    return createOwnFile(path);
  }
}

/** Makes a file that only its owner can read; refuses what is there already, a link included. */
export function createOwnFile(path: string): Promise<FileHandle> {
  return open(path, 'ax', 0o600);
}
