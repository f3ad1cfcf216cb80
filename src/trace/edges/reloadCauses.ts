import type { KeptRecord } from '../keptRecord.ts';
import type { RecordOf } from '../schema.ts';
import type { TraceRecorder } from '../traceRecorder.ts';

type ChangedFacts = Omit<RecordOf<'changed'>, 'id' | 'at' | 'cause'>;

/** How many changes may wait for a result. */
const maxChanges = 50;
/** By how much a duration may differ from the times of records, in milliseconds. */
const tolerance = 1;

/** Finds the change from which a result of hot reload comes. They are compiled elsewhere, so no promise leads from one to the other. */
export class ReloadCauses {
  readonly #recorder: TraceRecorder;
  /** Those that may have results, oldest first. */
  #changes: KeptRecord[] = [];

  constructor(recorder: TraceRecorder) {
    this.#recorder = recorder;
  }

  /** Records a change. One that nothing here caused comes from outside, such as a file that the user saves. */
  changed(facts: ChangedFacts): void {
    this.#changes.push(this.#recorder.record(facts));
    if (this.#changes.length > maxChanges) this.#changes.shift();
  }

  /** Returns the change that was there when the result began, `milliseconds` ago: later ones may still be compiled. */
  find(milliseconds = 0): number | undefined {
    const since = this.#recorder.elapsed - milliseconds + tolerance;
    const later = this.#changes.findIndex(({ at }) => at > since);
    const before = later < 0 ? this.#changes.length : later;
    this.#changes = this.#changes.slice(Math.max(0, before - 1));
    return this.#changes[0]?.id;
  }
}
