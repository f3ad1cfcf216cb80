import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import { endOfLastCharacter, WholeLines } from '../../common/wholeLines.ts';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** How long a stream is silent before an unfinished line is told, in milliseconds. */
const silence = 1_000;

/** Hears UTF-8 that begins after `start` bytes of its stream; the hearer ends its last line if it has no end. */
export type TellOutput = (start: number, bytes: Uint8Array) => void;

/**
 * Tells the lines of a program's stream, whose bytes come cut anywhere. A carriage return ends a line
 * that is rewritten, and an unfinished line is told once the stream is silent. Line ends that the hearer
 * has added already are left out.
 */
export class OutputLines {
  readonly #clock: Clock;
  readonly #tell: TellOutput;
  readonly #lines = new WholeLines();
  /** How many bytes were told or left out. */
  #position = 0;
  /** Whether the last byte was a carriage return: what it means depends on the next one. */
  #hasReturn = false;
  /** Whether the line that goes on was told as far as it came. */
  #isTold = false;
  #isHeld = false;
  #lastAt = 0;
  #timer: Disposable | undefined;

  constructor(clock: Clock, tell: TellOutput) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /** Whether the last line that has come lacks its end. */
  get isWithinLine(): boolean {
    return this.#lines.isWithinLine || this.#hasReturn || this.#isTold;
  }

  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    const bytes = this.#takeReturns(chunk);
    const end = bytes.lastIndexOf(lineFeed) + 1;
    this.#pushOn(bytes.subarray(0, end));
    this.#pushOn(bytes.subarray(end));
    this.#lastAt = this.#clock.elapsed();
    this.#watchSilence();
  }

  /** Nothing is read until `read` settles, which is no silence of the program. */
  hold(read: Promise<void>): void {
    this.#isHeld = true;
    void read.then(() => {
      this.#isHeld = false;
      this.#lastAt = this.#clock.elapsed();
      this.#watchSilence();
    });
  }

  /** Tells what is left, and begins a line of its own with what comes next. */
  flush(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    if (this.#hasReturn && this.#lines.isWithinLine) {
      this.#tellAll(this.#lines.push(Buffer.of(carriageReturn)));
    } else if (this.#hasReturn) this.#position++;
    this.#tellNext(this.#lines.flush());
    this.#hasReturn = false;
    this.#isTold = false;
  }

  /** The chunk with the carriage return that was kept back, without one that has to be. */
  #takeReturns(chunk: Uint8Array): Uint8Array {
    const bytes = this.#hasReturn ? Buffer.concat([Buffer.of(carriageReturn), chunk]) : chunk;
    this.#hasReturn = bytes.at(-1) === carriageReturn;
    return this.#hasReturn ? bytes.subarray(0, -1) : bytes;
  }

  /** Takes lines that all have their ends, or the beginning of one. */
  #pushOn(bytes: Uint8Array): void {
    const left = this.#lines.isWithinLine ? bytes : this.#withoutOldEnds(bytes);
    if (left.length === 0) return;
    this.#isTold = false;
    const rewritten = left.at(-1) === lineFeed ? -1 : left.lastIndexOf(carriageReturn);
    if (rewritten === -1) return this.#tellAll(this.#lines.push(left));
    this.#tellAll(this.#lines.push(left.subarray(0, rewritten)));
    this.#tellNext(this.#lines.flush());
    // The hearer ends the line instead.
    this.#position++;
    this.#tellAll(this.#lines.push(left.subarray(rewritten + 1)));
  }

  /** What begins with a line: without the end of one that the hearer has ended, and returns to its start. */
  #withoutOldEnds(bytes: Uint8Array): Uint8Array {
    let start = 0;
    while (bytes[start] === carriageReturn && bytes[start + 1] !== lineFeed) start++;
    if (this.#isTold) {
      if (bytes[start] === carriageReturn) start++;
      if (bytes[start] === lineFeed) {
        start++;
        this.#isTold = false;
      }
    }
    this.#position += start;
    return bytes.subarray(start);
  }

  #tellAll(pieces: readonly Uint8Array[]): void {
    for (const piece of pieces) this.#tellNext(piece);
  }

  #tellNext(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const start = this.#position;
    this.#position += bytes.length;
    this.#tell(start, bytes);
  }

  #watchSilence(): void {
    if (this.#timer !== undefined || this.#isHeld || !this.#lines.isWithinLine) return;
    const left = this.#lastAt + silence - this.#clock.elapsed();
    this.#timer = this.#clock.after(left, () => this.#look());
  }

  /** However late the timer was, what the program has written is read before an immediate runs. */
  #look(): void {
    setImmediate(() => {
      if (this.#timer === undefined) return;
      this.#timer = undefined;
      const isSilent = this.#clock.elapsed() - this.#lastAt >= silence;
      if (isSilent && !this.#isHeld) this.#tellUnfinished();
      else this.#watchSilence();
    });
  }

  /** Tells what there is of a line, up to a character that isn't whole. */
  #tellUnfinished(): void {
    const all = this.#lines.flush();
    const end = endOfLastCharacter(all);
    this.#tellNext(all.subarray(0, end));
    this.#tellAll(this.#lines.push(all.subarray(end)));
    this.#isTold ||= end > 0;
  }
}
