import type { LogOptions } from './logOptions.ts';

const lineFeed = 0x0a;

/** The lines of a log that a client asks for, from the bytes of its stream. */
export class LogLines {
  readonly #options: Pick<LogOptions, 'hasLineNumbers' | 'hasTimestamps' | 'limit'>;
  readonly #skip: number;
  readonly #getTime: (offset: number) => number | undefined;
  /** The number of the current line, from 1. */
  #number = 0;
  #isAtStart = true;

  /** `getTime` returns when the byte at an offset was written, in milliseconds. */
  constructor(
    options: Pick<LogOptions, 'hasLineNumbers' | 'hasTimestamps' | 'limit'>,
    skip: number,
    getTime: (offset: number) => number | undefined,
  ) {
    this.#options = options;
    this.#skip = skip;
    this.#getTime = getTime;
  }

  /** Whether all lines were taken. */
  get isComplete(): boolean {
    return this.#isAtStart && this.#number >= this.#skip + this.#options.limit;
  }

  /** Returns what to send of the bytes at an offset. */
  take(bytes: Buffer, offset: number): Buffer {
    const pieces: Buffer[] = [];
    for (let start = 0; start < bytes.length && !this.isComplete;) {
      const found = bytes.indexOf(lineFeed, start);
      const end = found < 0 ? bytes.length : found + 1;
      if (this.#isAtStart) this.#number++;
      if (this.#number > this.#skip) {
        if (this.#isAtStart) pieces.push(this.#getPrefix(offset + start));
        pieces.push(bytes.subarray(start, end));
      }
      this.#isAtStart = found >= 0;
      start = end;
    }
    return Buffer.concat(pieces);
  }

  /** Bytes are missing here, so that the next ones begin a line. */
  noteLoss(): void {
    this.#isAtStart = true;
  }

  #getPrefix(offset: number): Buffer {
    const { hasLineNumbers, hasTimestamps } = this.#options;
    const number = hasLineNumbers ? `${this.#number} ` : '';
    const time = hasTimestamps ? this.#getTime(offset) : undefined;
    return Buffer.from(number + (time === undefined ? '' : `${new Date(time).toISOString()} `));
  }
}
