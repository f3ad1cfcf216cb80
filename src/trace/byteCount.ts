import type { KeptRecord } from './keptRecord.ts';
import type { TraceFacts } from './schema.ts';
import type { TraceRecorder } from './traceRecorder.ts';

/** How long one record counts, in milliseconds. */
const longestCount = 1_000;

type FactsOf<Kind extends TraceFacts['kind']> = Extract<TraceFacts, { readonly kind: Kind }>;
type CountedFacts = FactsOf<'output' | 'delivered'>;

/** Counts the pieces of a stream in one record, as long as nothing else happens. */
export class ByteCount<Facts extends CountedFacts> {
  readonly #recorder: TraceRecorder;
  /** Returns what is recorded of the first piece. */
  readonly #create: (bytes: number) => Facts;
  #record: KeptRecord<Facts> | undefined;
  #epoch = 0;

  constructor(recorder: TraceRecorder, create: (bytes: number) => Facts) {
    this.#recorder = recorder;
    this.#create = create;
  }

  /** Lets what follows be counted in another record. */
  end(): void {
    this.#record = undefined;
  }

  /** Returns the record that counts them. `cause` is the cause of a new one, `now` the present time of the trace. */
  add(bytes: number, cause?: number, now = this.#recorder.elapsed): KeptRecord<Facts> {
    const recorder = this.#recorder;
    const record = this.#record;
    if (record && this.#epoch === recorder.epoch && now - record.at < longestCount) {
      record.facts.bytes += bytes;
      record.facts.chunks++;
      return record;
    }
    const facts = this.#create(bytes);
    this.#record = recorder.append(facts, cause ?? recorder.currentCause());
    this.#epoch = recorder.epoch;
    return this.#record;
  }
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Counts output of a program, and what follows its last line end. */
export class OutputCount {
  readonly #recorder: TraceRecorder;
  readonly #count: ByteCount<FactsOf<'output'>>;
  #record: KeptRecord<FactsOf<'output'>> | undefined;

  constructor(recorder: TraceRecorder, create: (bytes: number) => FactsOf<'output'>) {
    this.#recorder = recorder;
    this.#count = new ByteCount(recorder, create);
  }

  /** `cause` is the cause of a new record. */
  add(chunk: Uint8Array, cause?: number): void {
    if (chunk.length === 0) return;
    const now = this.#recorder.elapsed;
    const end = chunk.lastIndexOf(lineFeed);
    // What is made of lines depends on when they were complete.
    if (end >= 0 && this.#isUnfinished(now)) this.#count.end();
    const record = this.#count.add(chunk.length, cause, now);
    this.#record = record;
    const { facts } = record;
    const rest = end < 0 ? (facts.rest ?? 0) + chunk.length : chunk.length - end - 1;
    facts.rest = rest > 0 ? rest : undefined;
    if (facts.chunks > 1) facts.lasted = round(now - record.at);
    else facts.closes = getLineEnd(chunk) || undefined;
  }

  /** Whether the last record has no line end, and was begun before. */
  #isUnfinished(now: number): boolean {
    const record = this.#record;
    return record !== undefined && record.facts.rest === record.facts.bytes && now > record.at;
  }
}

/** In milliseconds with three digits, as all times in a trace. */
function round(milliseconds: number): number {
  return Math.round(milliseconds * 1_000) / 1_000;
}

/** Returns the size of the line end at the beginning of a chunk. */
function getLineEnd([first, second]: Uint8Array): number {
  if (first === lineFeed) return 1;
  return first === carriageReturn && second === lineFeed ? 2 : 0;
}
