import type { Clock } from '../common/clock.ts';
import type { Disposable } from '../common/disposable.ts';
import type { TraceFacts } from './schema.ts';
import type { TraceRecorder } from './traceRecorder.ts';

/** How long events are counted before they are recorded, in milliseconds. */
const countingTime = 1_000;

export type CountedFacts = Extract<TraceFacts, { readonly count: number }>;

/** Records events of which there may be many: one record says how often each happened until another one mattered. */
export class EventCounts<Facts extends CountedFacts> {
  readonly #recorder: TraceRecorder;
  readonly #clock: Clock;
  readonly #counted = new Map<string, Facts>();
  #timer: Disposable | undefined;

  constructor(recorder: TraceRecorder, clock: Clock) {
    this.#recorder = recorder;
    this.#clock = clock;
  }

  /** Counts an event whose moment doesn't matter. `key` tells it from others. */
  count(key: string, create: () => Facts): void {
    const known = this.#counted.get(key);
    if (known !== undefined) {
      known.count++;
      return;
    }
    this.#counted.set(key, create());
    this.#timer ??= this.#clock.after(countingTime, () => this.#flush());
  }

  /** Records an event in its order. */
  record(facts: Facts): void {
    this.#flush();
    this.#recorder.record(facts);
  }

  /** Records what was counted. */
  #flush(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    const counted = [...this.#counted.values()];
    this.#counted.clear();
    for (const facts of counted) this.#recorder.recordUncaused(facts);
  }
}
