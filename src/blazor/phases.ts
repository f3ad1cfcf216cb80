import type { Clock } from '../common/clock.ts';

/** The parts that the time from a launch to the first stop is made of, in the order of their beginning. */
export type Phase =
  'evaluate' | 'build' | 'browser' | 'proxy' | 'serve' | 'attach' | 'load' | 'runtime up' | 'bound';

/** Measures a launch, phase by phase; phases may overlap. */
export class Phases {
  readonly #clock: Clock;
  readonly #spans = new Map<Phase, { readonly from: number; readonly to: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Measures what `work` does. */
  async measure<T>(phase: Phase, work: () => Promise<T>): Promise<T> {
    const from = this.#now();
    try {
      return await work();
    } finally {
      this.#spans.set(phase, { from, to: this.#now() });
    }
  }

  /** Ends a phase that began when the one before it ended. The first call counts; returns whether this was it. */
  reached(phase: Phase, after: Phase): boolean {
    const from = this.#spans.get(after)?.to;
    if (from === undefined || this.#spans.has(phase)) return false;
    this.#spans.set(phase, { from, to: this.#now() });
    return true;
  }

  /** Seconds a phase, for people to read: `evaluate 0.6 s, build 2.4 s`. */
  describe(): string {
    return [...this.#spans]
      .map(([phase, { from, to }]) => `${phase} ${((to - from) / 1000).toFixed(2)} s`)
      .join(', ');
  }

  #now(): number {
    return this.#clock.elapsed();
  }
}
