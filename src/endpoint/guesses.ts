import type { EventEmitter } from 'node:events';
import type { Clock } from '../common/clock.ts';
import type { Log } from '../common/log.ts';

/** So many wrong tokens are answered at once: a controller may have one of a window that is gone. */
const free = 5;
const firstDelay = 50;
/** After so long without a wrong token, all is forgotten; in milliseconds. */
const memory = 60_000;
/** So many answers are held back at the same time. */
const mostHeld = 16;

export interface GuessesOptions {
  /** The longest that an answer to a wrong token is held back, in milliseconds. */
  readonly guessDelay: number;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Holds back the answers to wrong tokens, the longer the more of them come. Who has the right token
 * never comes here, so that nobody can be kept waiting by somebody else's guesses.
 */
export class Guesses {
  readonly #options: GuessesOptions;
  #wrong = 0;
  #last = 0;
  #held = 0;

  constructor(options: GuessesOptions) {
    this.#options = options;
  }

  /**
   * Counts a wrong token. Calls `answer` when it is time, and never if `peer` closes before; calls
   * `refuse` at once where too many answers are held back already.
   */
  hold(peer: EventEmitter, answer: () => void, refuse: () => void): void {
    const delay = this.#nextDelay();
    if (delay === 0) return answer();
    if (this.#held === mostHeld) return refuse();
    this.#held++;
    const leave = (): void => {
      this.#held--;
      timer.dispose();
      peer.off('close', leave);
    };
    const timer = this.#options.clock.after(delay, () => {
      leave();
      answer();
    });
    peer.once('close', leave);
  }

  #nextDelay(): number {
    const { clock, guessDelay, log } = this.#options;
    const now = clock.now().getTime();
    if (now - this.#last > memory) this.#wrong = 0;
    this.#last = now;
    this.#wrong++;
    if (this.#wrong <= free) return 0;
    if (this.#wrong === free + 1 && guessDelay > 0) {
      log.info(`More than ${free} wrong tokens were shown. The answers to more are held back.`);
    }
    return Math.min(firstDelay * 2 ** (this.#wrong - free - 1), guessDelay);
  }
}
