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

  /** Lets what follows be counted in another record. */
  end(): void {
    this.#record = undefined;
  }

  /** Returns the record that counts them. `cause` is the cause of a new one. */
  add(bytes: number, cause?: number): CountedRecord {
    const recorder = this.#recorder;
    const record = this.#record;
    const isCurrent =
      record !== undefined &&
      this.#epoch === recorder.epoch &&
      recorder.elapsed - record.at < longestCount;
    if (isCurrent) {
      record.bytes += bytes;
      record.chunks++;
      return record;
    }
    const facts = { ...this.#create(), bytes, chunks: 1 } as CountedFacts;
    this.#record = recorder.append(facts, cause ?? recorder.currentCause()) as CountedRecord;
    this.#epoch = recorder.epoch;
    return this.#record;
  }
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Counts output of a program, and what follows its last line end. */
export class OutputCount {
  readonly #recorder: TraceRecorder;
  readonly #count: ByteCount;
  #record: RecordOf<'output'> | undefined;

  constructor(
    recorder: TraceRecorder,
    create: () => Pick<RecordOf<'output'>, 'kind' | 'session' | 'stream'>,
  ) {
    this.#recorder = recorder;
    this.#count = new ByteCount(recorder, create);
  }

  /** `cause` is the cause of a new record. */
  add(chunk: Uint8Array, cause?: number): void {
    if (chunk.length === 0) return;
    const end = chunk.lastIndexOf(lineFeed);
    // What is made of lines depends on when they were complete.
    if (end >= 0 && this.#isUnfinished()) this.#count.end();
    const record = this.#count.add(chunk.length, cause) as RecordOf<'output'>;
    this.#record = record;
    const rest = end < 0 ? (record.rest ?? 0) + chunk.length : chunk.length - end - 1;
    if (rest > 0) record.rest = rest;
    else delete record.rest;
    const closes = record.chunks > 1 ? 0 : getLineEnd(chunk);
    if (closes > 0) record.closes = closes;
    if (record.chunks > 1) record.lasted = this.#since(record);
  }

  /** Whether the last record has no line end, and was begun before. */
  #isUnfinished(): boolean {
    const record = this.#record;
    return record !== undefined && record.rest === record.bytes && this.#since(record) > 0;
  }

  /** In milliseconds with three digits, as all times in a trace. */
  #since({ at }: RecordOf<'output'>): number {
    return Math.round((this.#recorder.elapsed - at) * 1_000) / 1_000;
  }
}

/** Returns the size of the line end at the beginning of a chunk. */
function getLineEnd([first, second]: Uint8Array): number {
  if (first === lineFeed) return 1;
  return first === carriageReturn && second === lineFeed ? 2 : 0;
}
