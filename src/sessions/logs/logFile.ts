import { type Deferred, deferred } from '../../common/deferred.ts';
import { LogSegments, type LogSegmentsOptions, type Reading } from './logSegments.ts';

export interface LogFileOptions extends LogSegmentsOptions {
  /** Called once if nothing more can be written. */
  readonly onFailure: (error: Error) => void;
}

/** How much may be queued before writers should wait, in bytes. */
const maxQueued = 1024 * 1024;

/**
 * A stream of a session on disk. Write errors don't reach the writer: the first one is reported, and
 * further output is discarded.
 */
export class LogFile {
  readonly #segments: LogSegments;
  readonly #onFailure: (error: Error) => void;
  #queue: Uint8Array[] = [];
  #queued = 0;
  #received = 0;
  #isEnded = false;
  #failure: Error | undefined;
  /** Serializes file operations. */
  #work: Promise<unknown> = Promise.resolve();
  #isWriting = false;
  /** Resolves at the next progress, for readers that wait for it. */
  #progress: Deferred<void> | undefined;
  #drained: Deferred<void> | undefined;

  constructor(options: LogFileOptions) {
    this.#segments = new LogSegments(options);
    this.#onFailure = options.onFailure;
  }

  /** The size on disk, in bytes. */
  get size(): number {
    return this.#segments.size;
  }

  /** How many bytes were queued or written, including those deleted since. */
  get received(): number {
    return this.#received;
  }

  /** Queues bytes. Returns a promise if the writer should wait for it before writing more. */
  write(chunk: Uint8Array): Promise<void> | undefined {
    if (this.#failure !== undefined || this.#isEnded || chunk.length === 0) return undefined;
    this.#queue.push(chunk);
    this.#received += chunk.length;
    this.#queued += chunk.length;
    this.#writeOn();
    if (this.#queued < maxQueued) return undefined;
    return (this.#drained ??= deferred()).promise;
  }

  /** Resolves when everything is written and the file is closed. */
  end(): Promise<void> {
    this.#isEnded = true;
    // There is no file to close.
    if (this.#received === 0) return Promise.resolve();
    return this.#write(async () => {
      while (this.#queue.length > 0) await this.#writeQueue();
      await this.#segments.close();
    });
  }

  /** Reads at most `length` bytes from `start`, waiting until they are written. */
  async read(start: number, length: number): Promise<Reading> {
    while (start >= this.#segments.written && this.#failure === undefined) {
      await (this.#progress ??= deferred()).promise;
    }
    return this.#serially(() => this.#segments.read(start, length));
  }

  /** Deletes the oldest piece on disk. Resolves to its size in bytes. */
  dropOldest(): Promise<number> {
    return this.#serially(() => this.#segments.dropOldest());
  }

  /** Removes all files. Nothing may be written after that. */
  remove(): Promise<void> {
    return this.#serially(() => this.#segments.remove());
  }

  #serially<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#work.then(work);
    this.#work = result.catch(() => {});
    return result;
  }

  /** Performs a write operation. Its failure ends all writing. */
  #write(work: () => Promise<void>): Promise<void> {
    return this.#serially(async () => {
      if (this.#failure !== undefined) return;
      try {
        await work();
      } catch (error) {
        this.#failure = error as Error;
        this.#queue = [];
        this.#queued = 0;
        // Readers open the file themselves.
        await this.#segments.close().catch(() => {});
        this.#onFailure(this.#failure);
      }
      this.#noteProgress();
    });
  }

  /** Schedules the next write of the queue, after other queued operations. */
  #writeOn(): void {
    if (this.#isWriting || this.#queue.length === 0) return;
    this.#isWriting = true;
    void this.#write(() => this.#writeQueue()).then(() => {
      this.#isWriting = false;
      this.#writeOn();
    });
  }

  /** Writes the queue, unless an earlier operation has written it. */
  async #writeQueue(): Promise<void> {
    const chunks = this.#queue;
    if (chunks.length === 0) return;
    this.#queue = [];
    await this.#segments.append(chunks);
    for (const { length } of chunks) this.#queued -= length;
  }

  #noteProgress(): void {
    this.#progress?.resolve();
    this.#progress = undefined;
    if (this.#queued >= maxQueued) return;
    this.#drained?.resolve();
    this.#drained = undefined;
  }
}
