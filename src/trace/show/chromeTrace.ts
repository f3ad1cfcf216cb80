import type { TraceRecord } from '../schema.ts';
import type { Trace } from '../traceText.ts';
import { describeRecord } from './describeRecord.ts';
import { findCauses } from './foundCauses.ts';
import { getEnd, getPhases } from './phases.ts';

/** An event of Chrome's trace format, with times in microseconds. */
interface ChromeEvent {
  readonly name: string;
  /** `X` has a duration, `i` is an instant, `M` names a track, `s` and `f` begin and end an arrow. */
  readonly ph: 'X' | 'i' | 'M' | 's' | 'f';
  readonly pid: 1;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly cat?: string;
  readonly id?: number;
  readonly bp?: 'e';
  readonly s?: 't';
  readonly args?: Readonly<Record<string, unknown>>;
}

/** Converts a trace to Chrome's trace format, with one track for each session, its states and its causes. */
export function toChromeTrace({ records: recorded }: Trace): {
  readonly traceEvents: readonly ChromeEvent[];
} {
  const records = findCauses(recorded);
  const tracks = new Map<string, number>([['host', 0]]);
  for (const record of records) {
    const track = getTrack(record);
    if (!tracks.has(track)) tracks.set(track, tracks.size);
  }
  const tidOf = (record: TraceRecord): number => tracks.get(getTrack(record)) ?? 0;
  const byId = new Map(records.map((record) => [record.id, record]));
  const traceEnd = getEnd(records);
  const traceEvents = [
    ...[...tracks].map(([name, tid]) => nameTrack(name, tid)),
    ...[...tracks].flatMap(([name, tid]) =>
      getPhases(
        records.filter((record) => getTrack(record) === name),
        traceEnd,
      ).map(({ begin, end, state }): ChromeEvent => ({
        ...at(tid, begin),
        name: state,
        ph: 'X',
        cat: 'state',
        dur: toMicroseconds(end - begin),
      })),
    ),
    ...records.flatMap((record): readonly ChromeEvent[] => {
      const { at: time, id, cause: causeId, kind, ...args } = record;
      const tid = tidOf(record);
      const event: ChromeEvent = {
        ...toSpan(record, tid),
        name: describeRecord(record),
        cat: kind,
        args: { id, ...args },
      };
      const cause = causeId === undefined ? undefined : byId.get(causeId);
      if (cause === undefined) return [event];
      const arrow = { name: 'cause', cat: 'cause', id } as const;
      return [
        event,
        { ...at(tidOf(cause), cause.at), ...arrow, ph: 's' },
        { ...at(tid, time), ...arrow, ph: 'f', bp: 'e' },
      ];
    }),
  ];
  return { traceEvents };
}

function nameTrack(name: string, tid: number): ChromeEvent {
  return { ...at(tid, 0), name: 'thread_name', ph: 'M', args: { name } };
}

/** A record of something that took time ends with it. */
function toSpan(
  record: TraceRecord,
  tid: number,
): Pick<ChromeEvent, 'pid' | 'tid' | 'ts' | 'ph' | 's' | 'dur'> {
  const { milliseconds } = 'milliseconds' in record ? record : {};
  if (milliseconds === undefined) return { ...at(tid, record.at), ph: 'i', s: 't' };
  const begin = at(tid, Math.max(0, record.at - milliseconds));
  return { ...begin, ph: 'X', dur: toMicroseconds(milliseconds) };
}

function getTrack(record: TraceRecord): string {
  return record.kind !== 'request' && 'session' in record && record.session !== undefined
    ? record.session
    : 'host';
}

function at(tid: number, milliseconds: number): Pick<ChromeEvent, 'pid' | 'tid' | 'ts'> {
  return { pid: 1, tid, ts: toMicroseconds(milliseconds) };
}

function toMicroseconds(milliseconds: number): number {
  return Math.round(milliseconds * 1_000);
}
