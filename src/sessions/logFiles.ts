import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Log, messageOf } from '../common/log.ts';
import type { OutputStream } from './runner.ts';

/** Where a session's output is kept. */
export type LogPaths = Readonly<Record<OutputStream, string>>;

/** The open log files of one session. */
export interface SessionLog {
  write(stream: OutputStream, chunk: Uint8Array): void;
  end(): void;
}

/** Keeps what each session's program writes, byte by byte, in files only their owner can read. */
export class LogFiles {
  readonly #folder: string;
  readonly #log: Log;
  readonly #open = new Map<string, Promise<unknown>>();

  constructor(folder: string, log: Log) {
    this.#folder = folder;
    this.#log = log;
  }

  paths(name: string): LogPaths {
    return {
      stdout: join(this.#folder, `${name}.stdout.log`),
      stderr: join(this.#folder, `${name}.stderr.log`),
    };
  }

  open(name: string): SessionLog {
    const paths = this.paths(name);
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    } catch (error) {
      this.#log.warn(`The folder for session logs can't be made: ${messageOf(error)}`);
    }
    const files = { stdout: this.#file(paths.stdout), stderr: this.#file(paths.stderr) };
    const closed = Promise.all([closeOf(files.stdout), closeOf(files.stderr)]);
    this.#open.set(name, closed);
    void closed.then(() => this.#open.delete(name));
    return {
      write: (stream, chunk) => files[stream].write(chunk),
      end() {
        files.stdout.end();
        files.stderr.end();
      },
    };
  }

  /** Removes the files of a session whose log was ended, once they are closed. */
  async remove(name: string): Promise<void> {
    await this.#open.get(name);
    const { stdout, stderr } = this.paths(name);
    await Promise.all([rm(stdout, { force: true }), rm(stderr, { force: true })]);
  }

  /** A file that fails is given up with a warning; the session goes on without it. */
  #file(path: string): WriteStream {
    const file = createWriteStream(path, { flags: 'ax', mode: 0o600 });
    file.on('error', (error) => {
      this.#log.warn(`A session's log file is no longer written: ${error.message}`);
    });
    return file;
  }
}

function closeOf(file: WriteStream): Promise<void> {
  return new Promise((resolve) => file.once('close', () => resolve()));
}
