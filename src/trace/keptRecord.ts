import type { TraceFacts, TraceRecord } from './schema.ts';

/** A record in memory. It keeps its facts as they are, since a copy would cost more than all else. */
export interface KeptRecord<Facts extends TraceFacts = TraceFacts> {
  readonly id: number;
  readonly at: number;
  readonly cause: number | undefined;
  readonly facts: Facts;
}

/** Returns a record as traces have it, without fields that are undefined. */
export function toRecord({ at, cause, facts, id }: KeptRecord): TraceRecord {
  const fields = Object.entries({ id, at, cause, ...facts });
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined)) as TraceRecord;
}
