import type { Clock } from '../../src/common/clock.ts';
import { systemClock } from '../../src/common/clock.ts';

/**
 * A clock whose time is what its timers were set to, not what a busy machine makes of it: it stands
 * still but for timers that run out, each of which moves it to when it was due.
 */
export class CountedClock implements Clock {
  #time = 0;

  now(): Date {
    return new Date(this.#time);
  }

  elapsed(): number {
    return this.#time;
  }

  after(milliseconds: number, callback: () => void) {
    const due = this.#time + milliseconds;
    return systemClock.after(milliseconds, () => {
      this.#time = Math.max(this.#time, due);
      callback();
    });
  }
}
