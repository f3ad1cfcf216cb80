import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';

/** Messages that Node writes to stderr about its inspector. */
const chatter = [
  'Debugger listening on ws://',
  'For help, see: https://nodejs.org/',
  'Debugger attached.',
  'Waiting for the debugger to disconnect...',
  'Debugger ending on ws://',
];

const lineFeed = 0x0a;

/** How long the beginning of a possible message is held back, in milliseconds. Node writes each message at once. */
const longestWait = 250;

/** Removes Node's inspector messages from the stderr of a program. All other bytes are kept. */
export class InspectorFilter {
  readonly #clock: Clock;
  readonly #pass: (chunk: Uint8Array) => void;
  #line: Buffer = Buffer.alloc(0);
  /** Whether the beginning of the current line was passed on, so that its rest is not a message. */
  #hasBegun = false;
  #timer: Disposable | undefined;

  constructor(clock: Clock, pass: (chunk: Uint8Array) => void) {
    this.#clock = clock;
    this.#pass = pass;
  }

  push(chunk: Uint8Array): void {
    this.#timer?.dispose();
    const all = Buffer.concat([this.#line, chunk]);
    const kept: Buffer[] = [];
    let start = 0;
    for (let end = all.indexOf(lineFeed); end !== -1; end = all.indexOf(lineFeed, start)) {
      const line = all.subarray(start, end + 1);
      if (this.#hasBegun || !isChatter(line)) kept.push(line);
      this.#hasBegun = false;
      start = end + 1;
    }
    this.#line = all.subarray(start);
    if (this.#line.length > 0) {
      if (this.#hasBegun || !couldBecomeChatter(this.#line)) kept.push(this.#takeBeginning());
      else this.#timer = this.#clock.after(longestWait, () => this.#pass(this.#takeBeginning()));
    }
    if (kept.length > 0) this.#pass(Buffer.concat(kept));
  }

  /** Passes on a held-back beginning that turned out not to be a message. */
  flush(): void {
    this.#timer?.dispose();
    if (this.#line.length > 0) this.#pass(this.#takeBeginning());
  }

  #takeBeginning(): Buffer {
    const line = this.#line;
    this.#line = Buffer.alloc(0);
    this.#hasBegun = true;
    return line;
  }
}

function isChatter(line: Buffer): boolean {
  const text = line.toString('latin1');
  return chatter.some((beginning) => text.startsWith(beginning));
}

/** Whether an incomplete line could become a message. */
function couldBecomeChatter(line: Buffer): boolean {
  const text = line.toString('latin1');
  return chatter.some((beginning) => beginning.startsWith(text) || text.startsWith(beginning));
}
