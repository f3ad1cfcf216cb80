import type { TraceFacts, TraceRecord } from './schema.ts';

/** A record in memory. It keeps its facts as they are, since a copy would cost more than all else. */
export interface KeptRecord<Facts extends TraceFacts = TraceFacts> {
  readonly id: number;
  readonly at: number;
  readonly cause: number | undefined;
  readonly facts: Facts;
}

/** A record whose facts are worked out later, at the latest when they are first read. */
export class LateRecord implements KeptRecord {
  readonly id: number;
  readonly at: number;
  readonly cause: number | undefined;
  #describe: (() => TraceFacts) | undefined;
  #facts: TraceFacts | undefined;

  constructor(id: number, at: number, cause: number | undefined, describe: () => TraceFacts) {
    this.id = id;
    this.at = at;
    this.cause = cause;
    this.#describe = describe;
  }

  get facts(): TraceFacts {
    this.workOut();
    return this.#facts as TraceFacts;
  }

  /** Works out the facts, and releases what they describe, which may contain secrets. */
  workOut(): void {
    this.#facts ??= this.#describe?.();
    this.#describe = undefined;
  }
}

/** Returns a record as traces have it, without fields that are undefined. */
export function toRecord({ at, cause, facts, id }: KeptRecord): TraceRecord {
  const fields = Object.entries({ id, at, cause, ...facts });
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined)) as TraceRecord;
}
