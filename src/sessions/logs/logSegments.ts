import { type FileHandle, open, rename, rm } from 'node:fs/promises';

/** What was read back of a stream: bytes, or how far it is lost. */
export type Reading = { readonly kind: 'bytes'; readonly bytes: Uint8Array } | Loss;

export interface Loss {
  readonly kind: 'lost';
  /** Where the stream goes on; `Infinity` if it doesn't. */
  readonly until: number;
  /** Whether that is the start of a line. */
  readonly isLineStart: boolean;
}

/** The loss of all that follows. */
export const allLost: Loss = { kind: 'lost', until: Infinity, isLineStart: true };

export interface LogSegmentsOptions {
  /** Where the newest bytes are. */
  readonly path: string;
  /** Where older ones are, from 1 on. */
  readonly olderPath: (number: number) => string;
  /** Makes a file that is not there yet. */
  readonly create: (path: string) => Promise<FileHandle>;
  /** How large one file may become, in bytes. */
  readonly segmentSize: number;
  /** Told how many more bytes are on the disk, or how many fewer by a number below 0. */
  readonly onChange: (bytes: number) => void;
}

/** A piece of the stream in a file of its own; `start` counts the stream's bytes. */
interface Segment {
  path: string;
  readonly start: number;
  /** Whether a line begins with it. */
  readonly isLineStart: boolean;
  size: number;
}

/**
 * One stream in a row of files, of which the first is made when the first byte comes. Whoever calls
 * waits for one call to end before the next, so that a name always means the same bytes.
 */
export class LogSegments {
  readonly #options: LogSegmentsOptions;
  readonly #segments: Segment[] = [];
  #written = 0;
  #isLineStart = true;
  #handle: FileHandle | undefined;
  #lastNumber = 0;

  constructor(options: LogSegmentsOptions) {
    this.#options = options;
  }

  /** How many bytes of the stream were written, those that were given up since included. */
  get written(): number {
    return this.#written;
  }

  /** How many bytes are on the disk. */
  get size(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.size, 0);
  }

  async append(chunks: readonly Uint8Array[]): Promise<void> {
    this.#handle ??= await this.#openNext();
    for (let rest = chunks; rest.length > 0;) {
      const { bytesWritten } = await this.#handle.writev(rest);
      const segment = this.#segments.at(-1);
      if (segment !== undefined) segment.size += bytesWritten;
      this.#written += bytesWritten;
      this.#isLineStart = byteAt(rest, bytesWritten - 1) === lineFeed;
      this.#options.onChange(bytesWritten);
      rest = without(rest, bytesWritten);
    }
    if ((this.#segments.at(-1)?.size ?? 0) >= this.#options.segmentSize) await this.#rotate();
  }

  /** Closes the file that is written. */
  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
  }

  /** Reads at most `length` bytes from `start` on, which must have been written. */
  async read(start: number, length: number): Promise<Reading> {
    const segment = this.#segments.find((one) => start < one.start + one.size);
    if (segment === undefined) return allLost;
    if (start < segment.start) return lossUntil(segment);
    const bytes = Buffer.allocUnsafe(Math.min(length, segment.start + segment.size - start));
    const handle = await open(segment.path, 'r');
    try {
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, start - segment.start);
      if (bytesRead === 0) return this.#lossOf(segment);
      return { kind: 'bytes', bytes: bytes.subarray(0, bytesRead) };
    } finally {
      await handle.close();
    }
  }

  /** Gives up the oldest of what is on the disk; resolves to how many bytes that was. */
  async dropOldest(): Promise<number> {
    if (this.#segments.length === 1 && this.#handle !== undefined) await this.#rotate();
    const [oldest] = this.#segments;
    if (oldest === undefined || oldest.size === 0) return 0;
    await rm(oldest.path, { force: true });
    this.#segments.shift();
    this.#options.onChange(-oldest.size);
    return oldest.size;
  }

  /** Removes all files; nothing may be written afterwards. */
  async remove(): Promise<void> {
    const { size } = this;
    const segments = this.#segments.splice(0);
    this.#options.onChange(-size);
    await Promise.all(segments.map(({ path }) => rm(path, { force: true })));
  }

  /** The loss of what is left of a segment. */
  #lossOf(segment: Segment): Loss {
    const next = this.#segments[this.#segments.indexOf(segment) + 1];
    if (next !== undefined) return lossUntil(next);
    const until = segment.start + segment.size;
    return { kind: 'lost', until, isLineStart: this.#isLineStart };
  }

  async #openNext(): Promise<FileHandle> {
    const { create, path } = this.#options;
    const handle = await create(path);
    this.#segments.push({ path, start: this.#written, isLineStart: this.#isLineStart, size: 0 });
    return handle;
  }

  async #rotate(): Promise<void> {
    const current = this.#segments.at(-1);
    if (current === undefined || current.size === 0) return;
    await this.close();
    this.#lastNumber++;
    const older = this.#options.olderPath(this.#lastNumber);
    await rename(current.path, older);
    current.path = older;
    this.#handle = await this.#openNext();
  }
}

const lineFeed = 0x0a;

function lossUntil({ isLineStart, start }: Segment): Loss {
  return { kind: 'lost', until: start, isLineStart };
}

/** The byte at a place in the chunks, counted over all of them. */
function byteAt(chunks: readonly Uint8Array[], index: number): number | undefined {
  for (const chunk of chunks) {
    if (index < chunk.length) return chunk[index];
    index -= chunk.length;
  }
  return undefined;
}

/** The chunks without their first bytes. */
function without(chunks: readonly Uint8Array[], bytes: number): Uint8Array[] {
  const left = [...chunks];
  while (left[0] !== undefined && left[0].length <= bytes) bytes -= left.shift()?.length ?? 0;
  if (left[0] !== undefined) left[0] = left[0].subarray(bytes);
  return left;
}
