import { Messages } from '../../src/endpoint/delivery/messages.ts';
import { Outbox } from '../../src/endpoint/delivery/outbox.ts';
import type { StoredOutput } from '../../src/sessions/logs/logFiles.ts';
import type { OutputStream } from '../../src/common/outputStream.ts';
import { ManualClock } from './manualClock.ts';

/** How long a controller may take to answer a ping, in milliseconds. */
export const silenceLimit = 20_000;

export function lines(count: number, first = 0): string {
  return Array.from({ length: count }, (_, index) => `line ${first + index}\n`).join('');
}

/** An outbox, and a session `s` that writes numbered lines, which can be read back. */
export class OutboxRoom {
  readonly clock = new ManualClock();
  readonly outbox: Outbox;
  /** How many lines were written. */
  written = 0;
  /** How often something was read back. */
  reads = 0;
  /** The sessions whose end the controller has confirmed. */
  readonly endsHeard: string[] = [];
  /** How many hold the output. */
  holders = 0;
  #lostBefore = 0;
  #lostFrom = Infinity;
  readonly #kept: Record<OutputStream, Buffer> = { stdout: Buffer.of(), stderr: Buffer.of() };

  constructor({ outboxLimit = 8 * 1024 * 1024 }: { outboxLimit?: number } = {}) {
    this.outbox = new Outbox({
      clock: this.clock,
      outboxLimit,
      silenceLimit,
      messages: new Messages(),
      holdOutput: () => this.#hold(),
      onSilence: () => {},
      onEndHeard: (name) => this.endsHeard.push(name),
      onEnd: () => {},
    });
  }

  /** Writes the next lines, all at once. */
  readonly write = (count: number, stream: OutputStream = 'stdout'): void => {
    if (count > 0) this.writeText(lines(count, this.written), stream);
    this.written += count;
  };

  readonly writeText = (text: string, stream: OutputStream = 'stdout'): void => {
    const bytes = Buffer.from(text);
    const start = this.#kept[stream].length;
    this.#kept[stream] = Buffer.concat([this.#kept[stream], bytes]);
    this.outbox.pushOutput('s', { kind: 'output', stream, start, bytes });
  };

  /** Writes a line end that is in no report, since the message before it has one. */
  readonly writeUntoldEnd = (stream: OutputStream = 'stdout'): void => {
    this.#kept[stream] = Buffer.concat([this.#kept[stream], Buffer.from('\n')]);
  };

  /** What was written to stdout before this many bytes can't be read back. */
  loseBefore(bytes: number): void {
    this.#lostBefore = bytes;
  }

  /** What was written to stdout after this many bytes is not on the disk. */
  loseFrom(bytes: number): void {
    this.#lostFrom = bytes;
  }

  #hold(): StoredOutput {
    this.holders++;
    return {
      read: async (stream, start, length) => {
        this.reads++;
        const kept = this.#kept[stream];
        if (start < this.#lostBefore) {
          const isLineStart = kept[this.#lostBefore - 1] === 0x0a;
          return { kind: 'lost', until: this.#lostBefore, isLineStart };
        }
        if (start >= this.#lostFrom) return { kind: 'lost', until: Infinity, isLineStart: true };
        const end = Math.min(start + length, this.#lostFrom);
        return { kind: 'bytes', bytes: kept.subarray(start, end) };
      },
      dispose: () => {
        this.holders--;
      },
    };
  }
}
