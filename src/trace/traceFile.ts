import { type FileHandle, open } from 'node:fs/promises';
import type { Clock } from '../common/clock.ts';
import type { Disposable } from '../common/disposable.ts';
import { type Log, getMessage } from '../common/log.ts';
import { traceErrors } from './errors.ts';
import { formatTrace } from './formatTrace.ts';
import { type KeptRecord, toRecord } from './keptRecord.ts';
import { assertTraces, shiftFiles } from './traceFiles.ts';
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
/** How long records wait to be written together, in milliseconds. */
const writeDelay = 250;
/** More records in memory are dropped. */
const maxWaiting = 20_000;

/** `broken` after a failed write, which the next one repairs by a new file. */
type State = 'good' | 'broken' | 'given up';

/** A trace in files that only their owner can read. Each of them can be read by itself. */
export class TraceFile implements TraceSink {
  readonly #options: TraceFileOptions;
  #waiting: KeptRecord[] = [];
  #dropped = 0;
  #timer: Disposable | undefined;
  #writing: Promise<void> = Promise.resolve();
  #file: FileHandle | undefined;
  #size = 0;
  #state: State = 'good';
  #sink: Disposable | undefined;

  /** Begins a file, and keeps what is there as an earlier one. Throws a HumanError. */
  static async open(options: TraceFileOptions): Promise<TraceFile> {
    const file = new TraceFile(options);
    try {
      await assertTraces(options.path);
      await file.#begin();
    } catch (error) {
      throw traceErrors.TraceFileTaken({ path: options.path, reason: getMessage(error) });
    }
    file.#sink = options.recorder.addSink(file);
    return file;
  }

  private constructor(options: TraceFileOptions) {
    this.#options = options;
  }

  write(record: KeptRecord): void {
    if (this.#state === 'given up') return;
    if (this.#waiting.length >= maxWaiting) {
      this.#dropped++;
      return;
    }
    this.#waiting.push(record);
    this.#schedule();
  }

  /** Resolves when everything is written. */
  async close(): Promise<void> {
    this.#sink?.dispose();
    await this.#flushSoon();
    // The write has failed, and gets its second chance now.
    if (this.#dropped > 0) await this.#flushSoon();
    await this.#close();
  }

  #schedule(): void {
    this.#timer ??= this.#options.clock.after(writeDelay, () => void this.#flushSoon());
  }

  #flushSoon(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#flush());
    return this.#writing;
  }

  async #flush(): Promise<void> {
    const records = this.#take();
    if (records.length === 0 || this.#state === 'given up') return;
    try {
      await this.#append(records.map((record) => `${JSON.stringify(toRecord(record))}\n`).join(''));
      this.#state = 'good';
    } catch (error) {
      this.#fail(records, error);
    }
  }

  /** Returns what waits. If records were dropped, the last one says so. */
  #take(): readonly KeptRecord[] {
    const { recorder } = this.#options;
    recorder.settle();
    const records = this.#waiting;
    const dropped = this.#dropped;
    this.#waiting = [];
    this.#dropped = 0;
    if (dropped > 0) {
      records.push(recorder.recordUncaused({ kind: 'gap', dropped }));
      // Unless the file is closing, it has taken the record already.
      this.#waiting = [];
    }
    this.#timer?.dispose();
    this.#timer = undefined;
    return records;
  }

  async #append(lines: string): Promise<void> {
    const { fileLimit = defaultFileLimit } = this.#options;
    if (this.#state === 'broken' || this.#size + lines.length > fileLimit) await this.#begin();
    await this.#file?.writeFile(lines);
    this.#size += lines.length;
  }

  /** The first time, what could not be written counts as dropped. Its lines may be in the file in part. */
  #fail(records: readonly KeptRecord[], error: unknown): void {
    const { log, path } = this.#options;
    if (this.#state === 'broken') {
      this.#state = 'given up';
      log.warn(`The trace is no longer written to ${path}: ${getMessage(error)}`);
      return;
    }
    this.#state = 'broken';
    for (const { facts } of records) this.#dropped += facts.kind === 'gap' ? facts.dropped : 1;
    this.#schedule();
  }

  /** Created exclusively, so that it fails if something is put there in between. */
  async #begin(): Promise<void> {
    const { path, recorder } = this.#options;
    await this.#close();
    await shiftFiles(path);
    const header = formatTrace(recorder.header, []);
    this.#file = await open(path, 'wx', 0o600);
    await this.#file.writeFile(header);
    this.#size = header.length;
  }

  /** What could not be written to the former file doesn't matter to the next one. */
  async #close(): Promise<void> {
    await this.#file?.close().catch(() => {});
    this.#file = undefined;
  }
}
