import type { Clock } from '../common/clock.ts';
import { Emitter, type Event } from '../common/emitter.ts';

/** The phases of a launch up to the first stop. Of overlapping phases, the earlier one in this list is the critical one. */
const phaseOrder = [
  'evaluate',
  'build',
  'serve',
  'browser',
  'proxy',
  'attach',
  'load',
  'runtime up',
  'bound',
] as const;

export type Phase = (typeof phaseOrder)[number];

/** The start and end of a completed phase, in elapsed milliseconds. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** Measures the phases of a launch, which may overlap. */
export class Phases {
  readonly #clock: Clock;
  readonly #spans = new Map<Phase, Span>();
  readonly #running = new Set<Phase>();
  readonly #changed = new Emitter<void>();

  /** Fires when a phase begins or ends. */
  readonly changed: Event<void> = this.#changed.event;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The current phase. */
  get current(): Phase | undefined {
    return phaseOrder.find((phase) => this.#running.has(phase));
  }

  /** The durations of completed phases, in milliseconds. */
  get durations(): ReadonlyMap<Phase, number> {
    return new Map([...this.#spans].map(([phase, { from, to }]) => [phase, to - from]));
  }

  /** Measures `work`. */
  async measure<T>(phase: Phase, work: () => Promise<T>): Promise<T> {
    const from = this.#now();
    this.begin(phase);
    try {
      return await work();
    } finally {
      this.#end(phase, { from, to: this.#now() });
    }
  }

  /** Starts a phase that {@link reached} or {@link giveUp} ends, unless it has ended. */
  begin(phase: Phase): void {
    if (this.#spans.has(phase)) return;
    this.#running.add(phase);
    this.#changed.fire();
  }

  /** Ends a phase that started at the end of `after`. Returns whether this is the first call. */
  reached(phase: Phase, after: Phase): boolean {
    const from = this.#spans.get(after)?.to;
    if (from === undefined || this.#spans.has(phase)) return false;
    this.#end(phase, { from, to: this.#now() });
    return true;
  }

  /** Ends a phase without recording a duration. */
  giveUp(phase: Phase): void {
    if (this.#running.delete(phase)) this.#changed.fire();
  }

  /** Formats the durations: `evaluate 0.6 s, build 2.4 s`. */
  describe(): string {
    return [...this.durations]
      .map(([phase, milliseconds]) => `${phase} ${(milliseconds / 1000).toFixed(2)} s`)
      .join(', ');
  }

  #end(phase: Phase, span: Span): void {
    this.#spans.set(phase, span);
    this.#running.delete(phase);
    this.#changed.fire();
  }

  #now(): number {
    return this.#clock.elapsed();
  }
}
