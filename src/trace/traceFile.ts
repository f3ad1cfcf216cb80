import { type FileHandle, lstat, open, rename } from 'node:fs/promises';
import type { Clock } from '../common/clock.ts';
import type { Disposable } from '../common/disposable.ts';
import { type Log, getMessage } from '../common/log.ts';
import { traceErrors } from './errors.ts';
import { formatTrace } from './formatTrace.ts';
import type { TraceRecord } from './schema.ts';
import type { TraceRecorder, TraceSink } from './traceRecorder.ts';

export interface TraceFileOptions {
  readonly path: string;
  readonly recorder: TraceRecorder;
  readonly clock: Clock;
  readonly log: Log;
  /** How large a file may become before the next one is begun, in bytes. */
  readonly fileLimit?: number;
}

const defaultFileLimit = 8 * 1024 * 1024;
/** The files before the current one, which have a number at the end: `.1` is the latest. */
const earlierFiles = 3;
/** How long records wait to be written together, in milliseconds. */
const writeDelay = 250;
/** More records in memory are dropped. */
const maxWaiting = 20_000;

/** A trace in files that only their owner can read. Each of them can be read by itself. */
export class TraceFile implements TraceSink {
  readonly #options: TraceFileOptions;
  #waiting: TraceRecord[] = [];
  #dropped = 0;
  #timer: Disposable | undefined;
  #writing: Promise<void> = Promise.resolve();
  #file: FileHandle | undefined;
  #size = 0;
  #hasFailed = false;

  /** Begins a file, and keeps what is there as an earlier one. Throws a HumanError. */
  static async open(options: TraceFileOptions): Promise<TraceFile> {
    const file = new TraceFile(options);
    try {
      await file.#begin();
    } catch (error) {
      throw traceErrors.TraceFileTaken({ path: options.path, reason: getMessage(error) });
    }
    options.recorder.addSink(file);
    return file;
  }

  private constructor(options: TraceFileOptions) {
    this.#options = options;
  }

  write(record: TraceRecord): void {
    if (this.#hasFailed) return;
    if (this.#waiting.length >= maxWaiting) {
      this.#dropped++;
      return;
    }
    this.#waiting.push(record);
    this.#timer ??= this.#options.clock.after(writeDelay, () => this.#flushSoon());
  }

  /** Resolves when everything is written. */
  async close(): Promise<void> {
    this.#timer?.dispose();
    this.#flushSoon();
    await this.#writing;
    await this.#file?.close();
  }

  #flushSoon(): void {
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#flush());
  }

  async #flush(): Promise<void> {
    this.#options.recorder.settle();
    const records = this.#waiting;
    const dropped = this.#dropped;
    this.#waiting = [];
    this.#dropped = 0;
    if (dropped > 0) {
      this.#options.recorder.record({ kind: 'gap', dropped });
      records.push(...this.#waiting.splice(0));
    }
    if (records.length === 0) return;
    const lines = records.map((record) => `${JSON.stringify(record)}\n`).join('');
    try {
      const { fileLimit = defaultFileLimit } = this.#options;
      if (this.#size + lines.length > fileLimit) await this.#begin();
      this.#size += lines.length;
      await this.#file?.writeFile(lines);
    } catch (error) {
      this.#hasFailed = true;
      this.#options.log.warn(
        `The trace is no longer written to ${this.#options.path}: ${getMessage(error)}`,
      );
    }
  }

  /** Created exclusively, so that it fails if something is put there in between. */
  async #begin(): Promise<void> {
    const { path, recorder } = this.#options;
    await this.#file?.close();
    for (let number = earlierFiles; number > 0; number--) {
      const from = number === 1 ? path : `${path}.${number - 1}`;
      if (await isFile(from)) await rename(from, `${path}.${number}`);
    }
    const header = formatTrace(recorder.header, []);
    this.#file = await open(path, 'wx', 0o600);
    await this.#file.writeFile(header);
    this.#size = header.length;
  }
}

/** Links are left alone. */
async function isFile(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isFile();
  } catch {
    return false;
  }
}
