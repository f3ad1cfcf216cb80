import { type FileHandle, open, rename, rm } from 'node:fs/promises';

/** The result of reading a stream: bytes, or a lost range. */
export type Reading = { readonly kind: 'bytes'; readonly bytes: Uint8Array } | Loss;

export interface Loss {
  readonly kind: 'lost';
  /** The end of the lost range; `Infinity` if all that follows is lost. */
  readonly until: number;
  /** Whether a line starts there. */
  readonly isLineStart: boolean;
}

/** Everything that follows is lost. */
export const allLost: Loss = { kind: 'lost', until: Infinity, isLineStart: true };

export interface LogSegmentsOptions {
  /** The path of the newest segment. */
  readonly path: string;
  /** The paths of older segments; numbers start at 1. */
  readonly olderPath: (number: number) => string;
  /** Creates a new file. */
  readonly create: (path: string) => Promise<FileHandle>;
  /** The maximum size of a file, in bytes. */
  readonly segmentSize: number;
  /** Called with the change of the size on disk, in bytes. */
  readonly onChange: (bytes: number) => void;
}

/** A part of the stream in its own file, beginning at offset `start`. */
interface Segment {
  path: string;
  readonly start: number;
  /** Whether it begins with the start of a line. */
  readonly isLineStart: boolean;
  size: number;
}

/**
 * A stream in a sequence of files. The first one is created with the first byte. Callers must await each
 * call before the next, so that a path always refers to the same bytes.
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

  /** The number of bytes written, including those deleted since. */
  get written(): number {
    return this.#written;
  }

  /** The size on disk, in bytes. */
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

  /** Closes the current file. */
  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
  }

  /** Reads at most `length` bytes from `start`, which must have been written. */
  async read(start: number, length: number): Promise<Reading> {
    const segment = this.#segments.find((one) => start < one.start + one.size);
    if (segment === undefined) return allLost;
    if (start < segment.start) return lossUntil(segment);
    const bytes = Buffer.allocUnsafe(Math.min(length, segment.start + segment.size - start));
    const handle = await open(segment.path, 'r');
    try {
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, start - segment.start);
      if (bytesRead === 0) return this.#getLoss(segment);
      return { kind: 'bytes', bytes: bytes.subarray(0, bytesRead) };
    } finally {
      await handle.close();
    }
  }

  /** Deletes the oldest segment. Resolves to its size in bytes. */
  async dropOldest(): Promise<number> {
    if (this.#segments.length === 1 && this.#handle !== undefined) await this.#rotate();
    const [oldest] = this.#segments;
    if (oldest === undefined || oldest.size === 0) return 0;
    await rm(oldest.path, { force: true });
    this.#segments.shift();
    this.#options.onChange(-oldest.size);
    return oldest.size;
  }

  /** Removes all files. Nothing may be written after that. */
  async remove(): Promise<void> {
    const { size } = this;
    const segments = this.#segments.splice(0);
    this.#options.onChange(-size);
    await Promise.all(segments.map(({ path }) => rm(path, { force: true })));
  }

  /** The loss of the rest of a segment. */
  #getLoss(segment: Segment): Loss {
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

/** Returns the byte at an offset of the concatenated chunks. */
function byteAt(chunks: readonly Uint8Array[], index: number): number | undefined {
  for (const chunk of chunks) {
    if (index < chunk.length) return chunk[index];
    index -= chunk.length;
  }
  return undefined;
}

/** Drops the first bytes of the chunks. */
function without(chunks: readonly Uint8Array[], bytes: number): Uint8Array[] {
  const left = [...chunks];
  while (left[0] !== undefined && left[0].length <= bytes) bytes -= left.shift()?.length ?? 0;
  if (left[0] !== undefined) left[0] = left[0].subarray(bytes);
  return left;
}
