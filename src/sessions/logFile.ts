import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { type Deferred, deferred } from '../common/deferred.ts';

/** What was read back of a stream: bytes, or how far it is lost. */
export type Reading =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'lost'; readonly until: number };

export interface LogFileOptions {
  /** Where the newest bytes are. */
  readonly path: string;
  /** Where older ones are, from 1 on. */
  readonly olderPath: (number: number) => string;
  /** Makes a file that is not there yet. */
  readonly create: (path: string) => Promise<FileHandle>;
  /** How large one file may become, in bytes. */
  readonly segmentSize: number;
  /** Told how many more bytes are on the disk. */
  readonly onGrowth: (bytes: number) => void;
  /** Told once, when nothing more can be written. */
  readonly onFailure: (error: Error) => void;
}

/** Makes a file that only its owner can read; refuses what is there already, a link included. */
export function createOwnFile(path: string): Promise<FileHandle> {
  return open(path, 'ax', 0o600);
}

/** A piece of the stream in a file of its own; `start` counts the stream's bytes. */
interface Segment {
  path: string;
  readonly start: number;
  size: number;
}

/** How much may wait to be written before who writes should wait, in bytes. */
const mostQueued = 1024 * 1024;

/**
 * One stream of a session on the disk, in a row of files that only their owner can read, of which the
 * first is made when the first byte comes. Never makes its writer fail: what can't be written is
 * reported once, and given up from there on.
 */
export class LogFile {
  readonly #options: LogFileOptions;
  readonly #segments: Segment[] = [];
  #queue: Uint8Array[] = [];
  #queued = 0;
  #written = 0;
  #handle: FileHandle | undefined;
  #lastNumber = 0;
  #isEnded = false;
  #failure: Error | undefined;
  /** What touches files is done one after the other, so that a name always means the same bytes. */
  #work: Promise<unknown> = Promise.resolve();
  #isWriting = false;
  #progress = deferred();
  #drained: Deferred<void> | undefined;

  constructor(options: LogFileOptions) {
    this.#options = options;
  }

  /** How many bytes it has on the disk. */
  get size(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.size, 0);
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
      await this.#handle?.close();
      this.#handle = undefined;
    });
  }

  /** Reads at most `length` bytes from `start` on, which must have been taken; waits until they are written. */
  async read(start: number, length: number): Promise<Reading> {
    while (start >= this.#written && this.#failure === undefined) await this.#progress.promise;
    return this.#serially(() => this.#readSegment(start, length));
  }

  /** Gives up the oldest of what is on the disk; resolves to how many bytes that was. */
  dropOldest(): Promise<number> {
    return this.#serially(async () => {
      if (this.#segments.length === 1 && this.#handle !== undefined) await this.#rotate();
      const [oldest] = this.#segments;
      if (oldest === undefined || oldest.size === 0) return 0;
      await rm(oldest.path, { force: true });
      this.#segments.shift();
      return oldest.size;
    });
  }

  /** Removes all files; nothing may be written afterwards. */
  remove(): Promise<void> {
    return this.#serially(async () => {
      const segments = this.#segments.splice(0);
      await Promise.all(segments.map(({ path }) => rm(path, { force: true })));
    });
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
        this.#options.onFailure(this.#failure);
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

  async #openNext(): Promise<void> {
    const { path } = this.#options;
    this.#handle = await this.#options.create(path);
    this.#segments.push({ path, start: this.#written, size: 0 });
  }

  async #writeQueue(): Promise<void> {
    if (this.#handle === undefined) await this.#openNext();
    let rest = this.#queue;
    this.#queue = [];
    while (rest.length > 0 && this.#handle !== undefined) {
      const { bytesWritten } = await this.#handle.writev(rest);
      const segment = this.#segments.at(-1);
      if (segment !== undefined) segment.size += bytesWritten;
      this.#written += bytesWritten;
      this.#queued -= bytesWritten;
      this.#options.onGrowth(bytesWritten);
      rest = without(rest, bytesWritten);
    }
    if ((this.#segments.at(-1)?.size ?? 0) >= this.#options.segmentSize) await this.#rotate();
  }

  async #rotate(): Promise<void> {
    const current = this.#segments.at(-1);
    if (current === undefined || current.size === 0) return;
    await this.#handle?.close();
    this.#handle = undefined;
    this.#lastNumber++;
    const older = this.#options.olderPath(this.#lastNumber);
    await rename(current.path, older);
    current.path = older;
    await this.#openNext();
  }

  async #readSegment(start: number, length: number): Promise<Reading> {
    const segment = this.#segments.find((one) => start < one.start + one.size);
    if (segment === undefined) return { kind: 'lost', until: Infinity };
    if (start < segment.start) return { kind: 'lost', until: segment.start };
    const bytes = Buffer.allocUnsafe(Math.min(length, segment.start + segment.size - start));
    const handle = await open(segment.path, 'r');
    try {
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, start - segment.start);
      if (bytesRead === 0) return { kind: 'lost', until: segment.start + segment.size };
      return { kind: 'bytes', bytes: bytes.subarray(0, bytesRead) };
    } finally {
      await handle.close();
    }
  }

  #noteProgress(): void {
    this.#progress.resolve();
    this.#progress = deferred();
    if (this.#queued >= mostQueued) return;
    this.#drained?.resolve();
    this.#drained = undefined;
  }
}

/** The chunks without their first bytes. */
function without(chunks: readonly Uint8Array[], bytes: number): Uint8Array[] {
  const left = [...chunks];
  while (left[0] !== undefined && left[0].length <= bytes) bytes -= left.shift()?.length ?? 0;
  if (left[0] !== undefined) left[0] = left[0].subarray(bytes);
  return left;
}
