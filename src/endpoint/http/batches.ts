import type { Clock } from '../../common/clock.ts';
import { type Deferred, deferred } from '../../common/deferred.ts';

/** How long it is at least from one batch to the next, in milliseconds. */
const interval = 5;

/**
 * Batches what follows responses, so that it holds up few of the next requests. What comes alone doesn't
 * wait.
 */
export class Batches {
  readonly #clock: Clock;
  #next: Deferred<void> | undefined;
  #isPaused = false;
  #isEnded = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves when the next batch begins: immediately if there was none for a while. */
  async turn(): Promise<void> {
    if (this.#isEnded) return;
    if (this.#isPaused) {
      this.#next ??= deferred();
      return this.#next.promise;
    }
    this.#pause();
  }

  /** Begins the next batch. Nothing waits from now on. */
  end(): void {
    this.#isEnded = true;
    this.#next?.resolve();
    this.#next = undefined;
  }

  #pause(): void {
    this.#isPaused = true;
    this.#clock.after(interval, () => {
      this.#isPaused = false;
      if (this.#next === undefined) return;
      this.#pause();
      this.#next.resolve();
      this.#next = undefined;
    });
  }
}
