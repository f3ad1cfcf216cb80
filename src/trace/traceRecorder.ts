import type { Clock } from '../common/clock.ts';
import { type Disposable, toDisposable } from '../common/disposable.ts';
import { type Cause, type Causes, createCauses } from './causes.ts';
import { type KeptRecord, LateRecord, toRecord } from './keptRecord.ts';
import { Placeholders } from './placeholders.ts';
import { Ring } from './ring.ts';
import { type TraceFacts, type TraceHeader, type TraceRecord, traceVersion } from './schema.ts';

/** Takes the records of a trace, such as a file. */
export interface TraceSink {
  /** The record may still count more bytes until {@link TraceRecorder.settle} is called. */
  write(record: KeptRecord): void;
}

export interface TraceRecorderOptions {
  readonly clock: Clock;
  /** The version of the extension. */
  readonly version: string;
  /** How many records are kept in memory. */
  readonly ringSize?: number;
  /** Those for the present version of Node by default. */
  readonly causes?: Causes;
  readonly placeholders?: Placeholders;
}

/** Some minutes of a busy host, in about 5 MB. */
const defaultRingSize = 20_000;

/** How many records may wait for their facts. */
const maxLate = 256;
/** How long they may wait, in milliseconds. */
const longestWait = 250;

/** Records what happens in a host and why. Nothing is formatted until the trace is read. */
export class TraceRecorder {
  readonly #clock: Clock;
  readonly #version: string;
  readonly #began: Date;
  readonly #start: number;
  readonly #ring: Ring<KeptRecord>;
  readonly #causes: Causes;
  readonly #sinks = new Set<TraceSink>();
  /** Those whose facts are not worked out yet. */
  #late: LateRecord[] = [];
  #lastId = 0;
  #epoch = 0;

  readonly placeholders: Placeholders;

  constructor(options: TraceRecorderOptions) {
    const { causes, clock, ringSize = defaultRingSize, version } = options;
    this.placeholders = options.placeholders ?? new Placeholders();
    this.#causes = causes ?? createCauses(process.versions.node);
    this.#clock = clock;
    this.#version = version;
    this.#began = clock.now();
    this.#start = clock.elapsed();
    this.#ring = new Ring(ringSize);
  }

  /** Changes with each record. Counts of output end with it, so that they keep their place. */
  get epoch(): number {
    return this.#epoch;
  }

  /** In milliseconds since the trace began. */
  get elapsed(): number {
    return Math.round((this.#clock.elapsed() - this.#start) * 1_000) / 1_000;
  }

  get header(): TraceHeader {
    const platforms: readonly string[] = ['aix', 'darwin', 'freebsd', 'linux', 'openbsd', 'sunos'];
    const { platform, version } = process;
    const isListed = platform === 'win32' || platforms.includes(platform);
    return {
      kind: 'trace',
      version: traceVersion,
      began: this.#began.toISOString(),
      host: this.#version,
      node: version,
      platform: isListed ? (platform as TraceHeader['platform']) : 'other',
    };
  }

  /** The records in memory, in order. */
  list(): readonly TraceRecord[] {
    this.settle();
    return this.#ring.list().map(toRecord);
  }

  /** Also writes the records in memory and those that follow to a sink, until it is disposed of. */
  addSink(sink: TraceSink): Disposable {
    this.settle();
    for (const record of this.#ring.list()) sink.write(record);
    this.#sinks.add(sink);
    return toDisposable(() => this.#sinks.delete(sink));
  }

  /** Ends all counts of output, whose records don't change any more. */
  settle(): void {
    this.#epoch++;
  }

  /** Records something. Its cause is what runs at present unless another one is given. */
  record(facts: TraceFacts, cause = this.currentCause()): KeptRecord {
    this.#epoch++;
    return this.append(facts, cause);
  }

  /**
   * Records something whose facts are worked out together with those of others, so that what happens doesn't
   * wait for that. What `describe` needs must not change, and is released soon.
   */
  recordLate(describe: () => TraceFacts, cause = this.currentCause()): KeptRecord {
    this.#epoch++;
    const record = new LateRecord(++this.#lastId, this.elapsed, cause, describe);
    this.#late.push(record);
    if (this.#late.length === 1) this.#clock.after(longestWait, () => this.#workOut());
    if (this.#late.length >= maxLate) this.#workOut();
    this.#keep(record);
    return record;
  }

  /** Records something that comes from outside, so that nothing here caused it. */
  recordUncaused(facts: TraceFacts): KeptRecord {
    this.#epoch++;
    return this.append(facts, undefined);
  }

  /** Records something without ending counts of output, such as the first piece of one. */
  append<Facts extends TraceFacts>(facts: Facts, cause: number | undefined): KeptRecord<Facts> {
    const record = { id: ++this.#lastId, at: this.elapsed, cause, facts };
    this.#keep(record);
    return record;
  }

  #keep(record: KeptRecord): void {
    this.#ring.push(record);
    if (this.#sinks.size === 0) return;
    for (const sink of this.#sinks) sink.write(record);
  }

  /** Releases all that records refer to. */
  #workOut(): void {
    const late = this.#late;
    this.#late = [];
    for (const record of late) record.workOut();
  }

  /** Records something and runs what it causes, also later by timers, and by promises if {@link Causes} follow them. */
  causing<T>(facts: TraceFacts, act: () => T, cause?: number): T {
    return this.continuing(this.record(facts, cause ?? this.currentCause()), act);
  }

  /** Runs what a record causes. */
  continuing<T>(record: KeptRecord, act: () => T): T {
    return this.#causes.run(record, act);
  }

  /** Runs something that comes from outside, so that nothing here caused it. */
  beginning<T>(act: () => T): T {
    return this.#causes.exit(act);
  }

  /** Runs something that is recorded only if it causes another record. */
  causingLazily<T>(facts: TraceFacts, act: () => T): T {
    const parent = this.#causes.getStore();
    return this.#causes.run({ id: undefined, facts, cause: parent?.id ?? parent?.cause }, act);
  }

  /** Returns the id of what runs at present, and records it if necessary. */
  currentCause(): number | undefined {
    const cause = this.#causes.getStore();
    return cause === undefined ? undefined : this.#getId(cause);
  }

  /** Returns `act` such that it runs as a consequence of what runs at present. */
  bind(act: () => void): () => void {
    const cause = this.#causes.getStore();
    return cause === undefined ? act : () => this.#causes.run(cause, act);
  }

  #getId(cause: Cause): number {
    if (cause.id === undefined) {
      this.#epoch++;
      cause.id = this.append(cause.facts, cause.cause).id;
    }
    return cause.id;
  }
}
