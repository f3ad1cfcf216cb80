import type { Clock } from './clock.ts';
import { deferred } from './deferred.ts';

interface Appointment {
  at: number;
  action: () => void;
}

/** A clock that only advances when a test says so. */
export class ManualClock implements Clock {
  private time = 0;
  /** Soonest first. */
  private appointments: Appointment[] = [];
  private readonly watchers = new Set<() => void>();

  now(): number {
    return this.time;
  }

  after(delayMs: number, action: () => void): () => void {
    const appointment = { at: this.time + delayMs, action };
    const later = this.appointments.findIndex(({ at }) => at > appointment.at);
    this.appointments.splice(later < 0 ? this.appointments.length : later, 0, appointment);
    this.watchers.forEach((watcher) => watcher());
    return () => {
      this.appointments = this.appointments.filter((other) => other !== appointment);
    };
  }

  /** Advances the clock, calling due actions in order. */
  advance(byMs: number): void {
    const until = this.time + byMs;
    for (let due = this.next(until); due !== undefined; due = this.next(until)) {
      const appointment = due;
      this.time = appointment.at;
      this.appointments = this.appointments.filter((other) => other !== appointment);
      appointment.action();
    }
    this.time = until;
  }

  /** Resolves once something is due in exactly this time from now. */
  async scheduled(inMs: number): Promise<void> {
    const found = deferred<void>();
    const look = (): void => {
      if (this.pending.includes(inMs)) {
        found.resolve();
      }
    };
    this.watchers.add(look);
    look();
    await found.promise;
    this.watchers.delete(look);
  }

  /** How long from now each action is due, soonest first. */
  get pending(): number[] {
    return this.appointments.map(({ at }) => at - this.time);
  }

  private next(until: number): Appointment | undefined {
    return this.appointments.find(({ at }) => at <= until);
  }
}
