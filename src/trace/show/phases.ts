import type { TraceRecord } from '../schema.ts';

/** How long a session was in a state, in milliseconds since the trace began. */
export interface Phase {
  readonly state: string;
  readonly begin: number;
  readonly end: number;
}

const finalStates: readonly string[] = ['Stopped', 'Failed'];

/** Returns the states of a session from its records. The last one lasts until its last record. */
export function getPhases(records: readonly TraceRecord[]): readonly Phase[] {
  const changes = records
    .filter((record) => record.kind === 'status')
    .filter((record, index) => index === 0 || record.from !== record.to);
  const last = records.at(-1)?.at ?? 0;
  return changes
    .map(({ at, to }, index) => ({ state: to, begin: at, end: changes[index + 1]?.at ?? last }))
    .filter(({ state }) => state !== '' && !finalStates.includes(state));
}
