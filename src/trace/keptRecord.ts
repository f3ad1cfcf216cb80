import type { TraceFacts, TraceRecord } from './schema.ts';

/** A record in memory. It keeps its facts as they are, since a copy would cost more than all else. */
export interface KeptRecord<Facts extends TraceFacts = TraceFacts> {
  readonly id: number;
  readonly at: number;
  readonly cause: number | undefined;
  readonly facts: Facts;
}

/** A record whose facts are worked out when they are first read. */
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
    this.#facts ??= this.#describe?.();
    // What it describes may contain secrets.
    this.#describe = undefined;
    return this.#facts as TraceFacts;
  }
}

/** Returns a record as traces have it, without fields that are undefined. */
export function toRecord({ at, cause, facts, id }: KeptRecord): TraceRecord {
  const fields = Object.entries({ id, at, cause, ...facts });
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined)) as TraceRecord;
}
