import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import { findEndOfLastCharacter, WholeLines } from '../../common/wholeLines.ts';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** How long a stream must be silent before an unfinished line is emitted, in milliseconds. */
const silence = 1_000;

/** Receives UTF-8 that begins at offset `start` of the stream. The receiver ends the last line if it has no line end. */
export type EmitOutput = (start: number, bytes: Uint8Array) => void;

/**
 * Splits the output of a program into lines. A carriage return ends a line that is rewritten, and an
 * unfinished line is emitted when the stream is silent. Line ends that the receiver has already added are
 * omitted.
 */
export class OutputLines {
  readonly #clock: Clock;
  readonly #emit: EmitOutput;
  readonly #lines = new WholeLines();
  /** How many bytes were emitted or omitted. */
  #position = 0;
  /** Whether the last byte was a carriage return. Its meaning depends on the next byte. */
  #hasReturn = false;
  /** Whether the beginning of the current line was emitted. */
  #isEmitted = false;
  #isHeld = false;
  #lastAt = 0;
  #timer: Disposable | undefined;

  constructor(clock: Clock, tell: EmitOutput) {
    this.#clock = clock;
    this.#emit = tell;
  }

  /** Whether the last line is incomplete. */
  get isWithinLine(): boolean {
    return this.#lines.isWithinLine || this.#hasReturn || this.#isEmitted;
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

  /** Reading is paused until `read` settles, which does not count as silence. */
  hold(read: Promise<void>): void {
    this.#isHeld = true;
    void read.then(() => {
      this.#isHeld = false;
      this.#lastAt = this.#clock.elapsed();
      this.#watchSilence();
    });
  }

  /** Emits the rest and starts a new line. */
  flush(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    if (this.#hasReturn && this.#lines.isWithinLine) {
      this.#emitAll(this.#lines.push(Buffer.of(carriageReturn)));
    } else if (this.#hasReturn) this.#position++;
    this.#emitNext(this.#lines.flush());
    this.#hasReturn = false;
    this.#isEmitted = false;
  }

  /** Prepends a carriage return that was held back, and holds back one at the end. */
  #takeReturns(chunk: Uint8Array): Uint8Array {
    const bytes = this.#hasReturn ? Buffer.concat([Buffer.of(carriageReturn), chunk]) : chunk;
    this.#hasReturn = bytes.at(-1) === carriageReturn;
    return this.#hasReturn ? bytes.subarray(0, -1) : bytes;
  }

  /** Takes complete lines, or the beginning of a line. */
  #pushOn(bytes: Uint8Array): void {
    const left = this.#lines.isWithinLine ? bytes : this.#withoutOldEnds(bytes);
    if (left.length === 0) return;
    this.#isEmitted = false;
    const rewritten = left.at(-1) === lineFeed ? -1 : left.lastIndexOf(carriageReturn);
    if (rewritten === -1) return this.#emitAll(this.#lines.push(left));
    this.#emitAll(this.#lines.push(left.subarray(0, rewritten)));
    this.#emitNext(this.#lines.flush());
    // The receiver ends the line instead.
    this.#position++;
    this.#emitAll(this.#lines.push(left.subarray(rewritten + 1)));
  }

  /** Removes the end of a line that the receiver has already ended, and carriage returns. */
  #withoutOldEnds(bytes: Uint8Array): Uint8Array {
    let start = 0;
    while (bytes[start] === carriageReturn && bytes[start + 1] !== lineFeed) start++;
    if (this.#isEmitted) {
      if (bytes[start] === carriageReturn) start++;
      if (bytes[start] === lineFeed) {
        start++;
        this.#isEmitted = false;
      }
    }
    this.#position += start;
    return bytes.subarray(start);
  }

  #emitAll(pieces: readonly Uint8Array[]): void {
    for (const piece of pieces) this.#emitNext(piece);
  }

  #emitNext(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const start = this.#position;
    this.#position += bytes.length;
    this.#emit(start, bytes);
  }

  #watchSilence(): void {
    if (this.#timer !== undefined || this.#isHeld || !this.#lines.isWithinLine) return;
    const left = this.#lastAt + silence - this.#clock.elapsed();
    this.#timer = this.#clock.after(left, () => this.#checkSilence());
  }

  /** Pending output is read before an immediate runs, however late the timer was. */
  #checkSilence(): void {
    setImmediate(() => {
      if (this.#timer === undefined) return;
      this.#timer = undefined;
      const isSilent = this.#clock.elapsed() - this.#lastAt >= silence;
      if (isSilent && !this.#isHeld) this.#emitUnfinished();
      else this.#watchSilence();
    });
  }

  /** Emits the beginning of a line, up to the last complete character. */
  #emitUnfinished(): void {
    const all = this.#lines.flush();
    const end = findEndOfLastCharacter(all);
    this.#emitNext(all.subarray(0, end));
    this.#emitAll(this.#lines.push(all.subarray(end)));
    this.#isEmitted ||= end > 0;
  }
}
