import { type Deferred, deferred } from '../../common/deferred.ts';
import { LogSegments, type LogSegmentsOptions, type Reading } from './logSegments.ts';

export interface LogFileOptions extends LogSegmentsOptions {
  /** Told once, when nothing more can be written. */
  readonly onFailure: (error: Error) => void;
}

/** How much may wait to be written before who writes should wait, in bytes. */
const mostQueued = 1024 * 1024;

/**
 * One stream of a session on the disk. Never makes its writer fail: what can't be written is reported
 * once, and given up from there on.
 */
export class LogFile {
  readonly #segments: LogSegments;
  readonly #onFailure: (error: Error) => void;
  #queue: Uint8Array[] = [];
  #queued = 0;
  #isEnded = false;
  #failure: Error | undefined;
  /** What touches files is done one after the other. */
  #work: Promise<unknown> = Promise.resolve();
  #isWriting = false;
  #progress = deferred();
  #drained: Deferred<void> | undefined;

  constructor(options: LogFileOptions) {
    this.#segments = new LogSegments(options);
    this.#onFailure = options.onFailure;
  }

  /** How many bytes it has on the disk. */
  get size(): number {
    return this.#segments.size;
  }

  /** Takes bytes to be written; resolves when more should come, if not at once. */
  write(chunk: Uint8Array): Promise<void> | undefined {
    if (this.#failure !== undefined || this.#isEnded) return undefined;
    this.#queue.push(chunk);
    this.#queued += chunk.length;
    this.#writeOn();
    if (this.#queued < mostQueued) return undefined;
    return (this.#drained ??= deferred()).promise;
  }

  /** Resolves when all is written and the file is closed. */
  end(): Promise<void> {
    this.#isEnded = true;
    return this.#write(async () => {
      while (this.#queue.length > 0) await this.#writeQueue();
      await this.#segments.close();
    });
  }

  /** Reads at most `length` bytes from `start` on, which must have been taken; waits until they are written. */
  async read(start: number, length: number): Promise<Reading> {
    while (start >= this.#segments.written && this.#failure === undefined) {
      await this.#progress.promise;
    }
    return this.#serially(() => this.#segments.read(start, length));
  }

  /** Gives up the oldest of what is on the disk; resolves to how many bytes that was. */
  dropOldest(): Promise<number> {
    return this.#serially(() => this.#segments.dropOldest());
  }

  /** Removes all files; nothing may be written afterwards. */
  remove(): Promise<void> {
    return this.#serially(() => this.#segments.remove());
  }

  #serially<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#work.then(work);
    this.#work = result.catch(() => {});
    return result;
  }

  /** Does what writing needs; its failure is the end of all writing. */
  #write(work: () => Promise<void>): Promise<void> {
    return this.#serially(async () => {
      if (this.#failure !== undefined) return;
      try {
        await work();
      } catch (error) {
        this.#failure = error as Error;
        this.#queue = [];
        this.#queued = 0;
        // Whoever reads what was written opens it anew.
        await this.#segments.close().catch(() => {});
        this.#onFailure(this.#failure);
      }
      this.#noteProgress();
    });
  }

  /** Writes what is queued, and gives others their turn between one queue and the next. */
  #writeOn(): void {
    if (this.#isWriting || this.#queue.length === 0) return;
    this.#isWriting = true;
    void this.#write(() => this.#writeQueue()).then(() => {
      this.#isWriting = false;
      this.#writeOn();
    });
  }

  /** Writes what is queued by now, which may be nothing: whoever came before has written it and may have closed the file. */
  async #writeQueue(): Promise<void> {
    const chunks = this.#queue;
    if (chunks.length === 0) return;
    this.#queue = [];
    await this.#segments.append(chunks);
    for (const { length } of chunks) this.#queued -= length;
  }

  #noteProgress(): void {
    this.#progress.resolve();
    this.#progress = deferred();
    if (this.#queued >= mostQueued) return;
    this.#drained?.resolve();
    this.#drained = undefined;
  }
}
