/** The first delay and the longest one, in milliseconds. */
export interface BackoffRange {
  readonly first: number;
  readonly longest: number;
}

/**
 * Delays between attempts: doubled each time, up to a limit. Each is between half of that and all of it, so
 * that clients of one server don't return together.
 */
export class Backoff {
  readonly #range: BackoffRange;
  readonly #random: () => number;
  #attempts = 0;

  /** `random` returns numbers from 0 up to 1. */
  constructor(range: BackoffRange, random: () => number) {
    this.#range = range;
    this.#random = random;
  }

  /** Returns the next delay, in milliseconds. */
  next(): number {
    const { first, longest } = this.#range;
    const full = Math.min(longest, first * 2 ** Math.min(this.#attempts++, 30));
    return full * (0.5 + this.#random() / 2);
  }

  /** Begins again, after a success. */
  reset(): void {
    this.#attempts = 0;
  }
}
