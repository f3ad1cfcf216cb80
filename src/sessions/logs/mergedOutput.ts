import type { OutputStream } from '../../common/outputStream.ts';
import type { SessionOutput } from './sessionOutput.ts';

/** The next output of a session. */
export type OutputPiece =
  /** Lines of a stream; the last one may be incomplete. */
  | { readonly kind: 'bytes'; readonly stream: OutputStream; readonly bytes: Buffer }
  /** So many bytes of a stream were deleted to keep the limits of logs. */
  | { readonly kind: 'lost'; readonly stream: OutputStream; readonly count: number };

/** Offsets in both streams. */
export type StreamOffsets = Readonly<Record<OutputStream, number>>;

/** How much is read at a time, in bytes. */
const readingSize = 64 * 1024;
const lineFeed = 0x0a;

/** Where the reading of a stream is. */
interface Cursor {
  readonly stream: OutputStream;
  /** The offset of the first byte in `ahead`. */
  position: number;
  /** Bytes that were read, but not returned yet. */
  ahead: Buffer;
}

/** Reads both streams of a session in the order in which their lines were written. */
export class MergedOutput {
  readonly #output: SessionOutput;
  readonly #cursors: readonly [Cursor, Cursor];
  /** The stream whose last line was returned incompletely. */
  #open: OutputStream | undefined;

  constructor(output: SessionOutput, start: StreamOffsets) {
    this.#output = output;
    const cursorAt = (stream: OutputStream): Cursor => ({
      stream,
      position: start[stream],
      ahead: Buffer.alloc(0),
    });
    this.#cursors = [cursorAt('stdout'), cursorAt('stderr')];
  }

  /** How much was written, but not returned yet, in bytes. */
  get left(): number {
    return this.#cursors.reduce(
      (sum, { position, stream }) => sum + this.#output.size(stream) - position,
      0,
    );
  }

  /** Returns the next output; `undefined` if everything that was written has been returned. */
  async next(): Promise<OutputPiece | undefined> {
    for (const cursor of this.#cursors) {
      const count = await this.#readAhead(cursor);
      if (count > 0) return { kind: 'lost', stream: cursor.stream, count };
    }
    const ready = this.#cursors.filter(({ ahead }) => ahead.length > 0);
    const [first, second] = ready;
    if (first === undefined) return undefined;
    if (second === undefined) return this.#take(first, Infinity);
    const begun = ready.find(({ stream }) => stream === this.#open);
    if (begun !== undefined) return this.#take(begun, -Infinity);
    const [one, other] = [this.#timeAt(first, 0), this.#timeAt(second, 0)];
    return one <= other ? this.#take(first, other) : this.#take(second, one);
  }

  /** Fills an empty cursor. Resolves to the number of bytes that are lost. */
  async #readAhead(cursor: Cursor): Promise<number> {
    const { position, stream } = cursor;
    const left = this.#output.size(stream) - position;
    if (cursor.ahead.length > 0 || left <= 0) return 0;
    const reading = await this.#output.read(stream, position, Math.min(readingSize, left));
    if (reading.kind === 'lost') {
      const end = Math.min(reading.until, position + left);
      cursor.position = end;
      return end - position;
    }
    const { buffer, byteOffset, length } = reading.bytes;
    cursor.ahead = Buffer.from(buffer, byteOffset, length);
    return 0;
  }

  /** Takes the first line, and those after it that were written until `latest`, in milliseconds. */
  #take(cursor: Cursor, latest: number): OutputPiece {
    const { ahead, stream } = cursor;
    let end = 0;
    do {
      const found = ahead.indexOf(lineFeed, end);
      end = found < 0 ? ahead.length : found + 1;
    } while (end < ahead.length && this.#timeAt(cursor, end) <= latest);
    const bytes = ahead.subarray(0, end);
    cursor.ahead = ahead.subarray(end);
    cursor.position += end;
    this.#open = bytes.at(-1) === lineFeed ? undefined : stream;
    return { kind: 'bytes', stream, bytes };
  }

  #timeAt({ position, stream }: Cursor, index: number): number {
    return this.#output.writtenAt(stream, position + index) ?? -Infinity;
  }
}
