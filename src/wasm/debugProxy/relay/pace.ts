import type { Clock } from '../../../common/clock.ts';

/** How long relays may keep the event loop in one turn, in milliseconds. */
const turnLength = 8;

/** Runs work in order, and gives way to other work of the event loop after some time in each turn. */
export class Pace {
  readonly #clock: Pick<Clock, 'elapsed'>;
  readonly #waiting: (() => void)[] = [];
  /** `undefined` before the first work of a turn. */
  #turnEnd: number | undefined;
  #isRunning = false;

  constructor(clock: Pick<Clock, 'elapsed'>) {
    this.#clock = clock;
  }

  /** Runs work: immediately, unless earlier work waits or the time of this turn is over. */
  run(work: () => void): void {
    this.#waiting.push(work);
    this.#goOn();
  }

  #goOn(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    while (this.#hasTime()) {
      const work = this.#waiting.shift();
      if (work === undefined) break;
      work();
    }
    this.#isRunning = false;
  }

  #hasTime(): boolean {
    const now = this.#clock.elapsed();
    if (this.#turnEnd === undefined) {
      this.#turnEnd = now + turnLength;
      setImmediate(() => {
        this.#turnEnd = undefined;
        if (this.#waiting.length > 0) this.#goOn();
      });
    }
    return now < this.#turnEnd;
  }
}

const paces = new WeakMap<Clock, Pace>();

/** The pace of all relays with a clock, since they share the event loop. */
export function getPace(clock: Clock): Pace {
  const known = paces.get(clock) ?? new Pace(clock);
  paces.set(clock, known);
  return known;
}
