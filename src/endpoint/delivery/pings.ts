import { randomBytes } from 'node:crypto';
import { Queue } from './queue.ts';

/** A ping that was sent. */
export interface Ping {
  /** How many messages were sent before it. */
  readonly sentBefore: number;
  /** How many bytes were sent between the previous ping and it. */
  readonly size: number;
  /** When it was sent, in milliseconds. */
  readonly sentAt: number;
}

/** What a pong means: it confirms a ping, nothing, or it answers a ping that was never sent. */
export type PongMeaning =
  | { readonly kind: 'confirms'; readonly ping: Ping }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'forged' };

interface WaitingPing extends Ping {
  readonly number: number;
  readonly data: string;
}

/** The pings of one connection. Their data is unpredictable, so that only a peer that has read them can answer. */
export class Pings {
  readonly #waiting = new Queue<WaitingPing>();
  #count = 0;

  /** Whether a ping is unanswered. */
  get isWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** Returns the data of a new ping. */
  next(ping: Ping): string {
    const number = ++this.#count;
    const data = `${number} ${randomBytes(12).toString('base64url')}`;
    this.#waiting.push({ ...ping, number, data });
    return data;
  }

  /**
   * Processes a pong, which answers all earlier pings too (RFC 6455, section 5.5.3). An unsolicited pong
   * without data is a heartbeat.
   */
  take(data: string): PongMeaning {
    if (data === '') return { kind: 'nothing' };
    const number = Number(/^\d+(?= )/.exec(data)?.[0] ?? NaN);
    const { first } = this.#waiting;
    // A repeated answer to an earlier ping.
    if (number < (first?.number ?? this.#count + 1)) return { kind: 'nothing' };
    for (let ping = first; ping !== undefined && ping.number <= number;) {
      this.#waiting.shift();
      if (ping.data === data) return { kind: 'confirms', ping };
      ping = this.#waiting.first;
    }
    return { kind: 'forged' };
  }
}
