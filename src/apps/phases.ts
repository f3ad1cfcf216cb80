import type { Clock } from '../common/clock.ts';
import { Emitter, type Event } from '../common/emitter.ts';

/** The parts of the time from a launch to the first stop. Of those that overlap, the earlier ones here decide how long it takes. */
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

/** A phase that is over, by the clock's elapsed time in milliseconds. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** Measures a launch, phase by phase; phases may overlap. */
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

  /** The phase that is waited for now. */
  get current(): Phase | undefined {
    return phaseOrder.find((phase) => this.#running.has(phase));
  }

  /** How long each phase took that is over, in milliseconds. */
  get durations(): ReadonlyMap<Phase, number> {
    return new Map([...this.#spans].map(([phase, { from, to }]) => [phase, to - from]));
  }

  /** Measures what `work` does. */
  async measure<T>(phase: Phase, work: () => Promise<T>): Promise<T> {
    const from = this.#now();
    this.begin(phase);
    try {
      return await work();
    } finally {
      this.#end(phase, { from, to: this.#now() });
    }
  }

  /** Begins a phase that {@link reached} or {@link giveUp} ends, unless it is over. */
  begin(phase: Phase): void {
    if (this.#spans.has(phase)) return;
    this.#running.add(phase);
    this.#changed.fire();
  }

  /** Ends a phase that began when the one before it ended. The first call counts; returns whether this was it. */
  reached(phase: Phase, after: Phase): boolean {
    const from = this.#spans.get(after)?.to;
    if (from === undefined || this.#spans.has(phase)) return false;
    this.#end(phase, { from, to: this.#now() });
    return true;
  }

  /** Ends a phase without a result; it has no duration. */
  giveUp(phase: Phase): void {
    if (this.#running.delete(phase)) this.#changed.fire();
  }

  /** Seconds a phase, for people to read: `evaluate 0.6 s, build 2.4 s`. */
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
