import type { TraceRecord } from '../schema.ts';

/** How long a session was in a state, in milliseconds since the trace began. */
export interface Phase {
  readonly state: string;
  readonly begin: number;
  readonly end: number;
}

const finalStates: readonly string[] = ['Stopped', 'Failed'];

/** Returns the states of a session from its records. The last one lasts until the end of the trace. */
export function getPhases(records: readonly TraceRecord[], traceEnd: number): readonly Phase[] {
  const changes = records
    .filter((record) => record.kind === 'status')
    .filter((record, index) => index === 0 || record.from !== record.to);
  return changes.flatMap(({ at, change, to }, index) => {
    const isOver = to === '' || finalStates.includes(to) || change === 'removed';
    return isOver ? [] : [{ state: to, begin: at, end: changes[index + 1]?.at ?? traceEnd }];
  });
}

/** Returns the time of the last record of a trace. */
export function getEnd(records: readonly TraceRecord[]): number {
  return records.at(-1)?.at ?? 0;
}
