import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';

/** What Node writes to stderr about its inspector, and no program. */
const chatter = [
  'Debugger listening on ws://',
  'For help, see: https://nodejs.org/',
  'Debugger attached.',
  'Waiting for the debugger to disconnect...',
];

const lineFeed = 0x0a;

/** How long what may become such a line is held back, in milliseconds: Node writes each in one go. */
const longestWait = 250;

/** Takes Node's lines about its inspector out of a program's stderr; every other byte is kept. */
export class InspectorFilter {
  readonly #clock: Clock;
  readonly #pass: (chunk: Uint8Array) => void;
  #line: Buffer = Buffer.alloc(0);
  /** Whether the beginning of the present line was passed on, and so its rest is no chatter. */
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

  /** Passes on what may have been the beginning of such a line, and was not. */
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

/** Whether a line that isn't whole yet must be held back. */
function couldBecomeChatter(line: Buffer): boolean {
  const text = line.toString('latin1');
  return chatter.some((beginning) => beginning.startsWith(text) || text.startsWith(beginning));
}
