import type { Clock } from '../../common/clock.ts';
import { type Disposable, toDisposable } from '../../common/disposable.ts';

interface Appointment {
  readonly at: number;
  readonly callback: () => void;
}

/** A clock that advances only when it is told to. */
export class VirtualClock implements Clock {
  readonly #start: number;
  #elapsed = 0;
  readonly #appointments = new Set<Appointment>();

  /** `start` is the wall-clock time at which it stands at first. */
  constructor(start: Date) {
    this.#start = start.getTime();
  }

  now(): Date {
    return new Date(this.#start + this.#elapsed);
  }

  elapsed(): number {
    return this.#elapsed;
  }

  after(milliseconds: number, callback: () => void): Disposable {
    const appointment = { at: this.#elapsed + Math.max(0, milliseconds), callback };
    this.#appointments.add(appointment);
    return toDisposable(() => this.#appointments.delete(appointment));
  }

  /** Advances to a time by {@link elapsed}, and calls what is due until then in order. `settle` is awaited after each call. */
  async advanceTo(time: number, settle: () => Promise<void>): Promise<void> {
    for (let due = this.#next(time); due !== undefined; due = this.#next(time)) {
      this.#elapsed = Math.max(this.#elapsed, due.at);
      this.#appointments.delete(due);
      due.callback();
      await settle();
    }
    this.#elapsed = Math.max(this.#elapsed, time);
  }

  #next(time: number): Appointment | undefined {
    let next: Appointment | undefined;
    for (const appointment of this.#appointments) {
      if (appointment.at <= time && appointment.at < (next?.at ?? Infinity)) next = appointment;
    }
    return next;
  }
}
