import type { RecordOf, TraceFacts } from './schema.ts';
import type { TraceRecorder } from './traceRecorder.ts';

/** How long one record counts, in milliseconds. */
const longestCount = 1_000;

type CountedRecord = RecordOf<'output'> | RecordOf<'delivered'>;
type CountedFacts = Extract<TraceFacts, { kind: 'output' | 'delivered' }>;

/** Counts the pieces of a stream in one record, as long as nothing else happens. */
export class ByteCount {
  readonly #recorder: TraceRecorder;
  readonly #create: () => Omit<CountedFacts, 'bytes' | 'chunks'>;
  #record: CountedRecord | undefined;
  #epoch = 0;

  constructor(recorder: TraceRecorder, create: () => Omit<CountedFacts, 'bytes' | 'chunks'>) {
    this.#recorder = recorder;
    this.#create = create;
  }

  /** `cause` is the cause of a new record. */
  add(bytes: number, cause?: number): void {
    const recorder = this.#recorder;
    const record = this.#record;
    const isCurrent =
      record !== undefined &&
      this.#epoch === recorder.epoch &&
      recorder.elapsed - record.at < longestCount;
    if (isCurrent) {
      record.bytes += bytes;
      record.chunks++;
      return;
    }
    const facts = { ...this.#create(), bytes, chunks: 1 } as CountedFacts;
    this.#record = recorder.append(facts, cause ?? recorder.currentCause()) as CountedRecord;
    this.#epoch = recorder.epoch;
  }
}
