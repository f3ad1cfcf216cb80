import type { Clock } from '../../src/common/clock.ts';
import { type Disposable, toDisposable } from '../../src/common/disposable.ts';

interface Appointment {
  readonly at: number;
  readonly callback: () => void;
}

/** A clock that stands still until a test turns it. */
export class ManualClock implements Clock {
  #time = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
  #jumped = 0;
  readonly #appointments = new Set<Appointment>();

  now(): Date {
    return new Date(this.#time + this.#jumped);
  }

  elapsed(): number {
    return this.#time;
  }

  /** Sets the time of day on or back, without any time passing. */
  jump(milliseconds: number): void {
    this.#jumped += milliseconds;
  }

  after(milliseconds: number, callback: () => void): Disposable {
    const appointment = { at: this.#time + milliseconds, callback };
    this.#appointments.add(appointment);
    return toDisposable(() => this.#appointments.delete(appointment));
  }

  /** Turns the clock on, calling back what falls due, in the order in which it does. */
  advance(milliseconds: number): void {
    const until = this.#time + milliseconds;
    for (let due = this.#next(until); due !== undefined; due = this.#next(until)) {
      this.#time = due.at;
      this.#appointments.delete(due);
      due.callback();
    }
    this.#time = until;
  }

  /** How many callbacks are waited for. */
  get pending(): number {
    return this.#appointments.size;
  }

  #next(until: number): Appointment | undefined {
    return [...this.#appointments]
      .filter(({ at }) => at <= until)
      .toSorted((one, other) => one.at - other.at)[0];
  }
}
