import { randomBytes } from 'node:crypto';
import { Queue } from './queue.ts';

/** What is known of a ping. */
export interface Ping {
  /** How many messages were sent before it. */
  readonly sentBefore: number;
  /** How many bytes were sent between it and the ping before it. */
  readonly size: number;
  /** When it was sent, in milliseconds. */
  readonly sentAt: number;
}

/** What a pong says: what was read, nothing, or that it answers a ping that was never sent. */
export type PongMeaning =
  | { readonly kind: 'confirms'; readonly ping: Ping }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'forged' };

interface WaitingPing extends Ping {
  readonly number: number;
  readonly data: string;
}

/** The pings of one connection. Their data can't be foreseen, so that only who has read one can answer it. */
export class Pings {
  readonly #waiting = new Queue<WaitingPing>();
  #count = 0;

  /** Whether any is unanswered. */
  get isWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** The data that a new ping is to carry. */
  next(ping: Ping): string {
    const number = ++this.#count;
    const data = `${number} ${randomBytes(12).toString('base64url')}`;
    this.#waiting.push({ ...ping, number, data });
    return data;
  }

  /**
   * Takes a pong, which answers all earlier pings too (RFC 6455, section 5.5.3). A pong without data
   * may come unasked, as a sign of life.
   */
  take(data: string): PongMeaning {
    if (data === '') return { kind: 'nothing' };
    const number = Number(/^\d+(?= )/.exec(data)?.[0] ?? NaN);
    const { first } = this.#waiting;
    // A second answer to an earlier ping.
    if (number < (first?.number ?? this.#count + 1)) return { kind: 'nothing' };
    for (let ping = first; ping !== undefined && ping.number <= number;) {
      this.#waiting.shift();
      if (ping.data === data) return { kind: 'confirms', ping };
      ping = this.#waiting.first;
    }
    return { kind: 'forged' };
  }
}
