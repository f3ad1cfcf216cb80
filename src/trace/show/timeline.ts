import type { TraceRecord } from '../schema.ts';
import type { Trace } from '../traceText.ts';
import { describeRecord } from './describeRecord.ts';
import { findCauses } from './foundCauses.ts';
import { getEnd, getPhases } from './phases.ts';

/** Which records are shown; all if absent. */
export interface TimelineFilter {
  readonly session?: string | undefined;
  readonly kinds?: readonly string[] | undefined;
}

/** Shows a trace as one timeline for each session, and one of what belongs to none. */
export function formatTimeline(
  { header, records: recorded }: Trace,
  filter: TimelineFilter = {},
): string {
  const records = findCauses(recorded);
  const byId = new Map(records.map((record) => [record.id, record]));
  const traceEnd = getEnd(records);
  const sections = [...groupBySession(records)]
    .filter(([session]) => filter.session === undefined || session === filter.session)
    .map(([session, own]) => formatSection(session, own, { byId, traceEnd }, filter))
    .filter((section) => section !== '');
  const { began, host, node, platform } = header;
  const title = `Trace since ${began}, IDE Session Host ${host}, Node ${node}, ${platform}\n`;
  return [title, ...sections].join('\n');
}

/** Shows what led to a record, from the first cause; `undefined` if there is no such record. */
export function formatWhy({ records }: Trace, id: number): string | undefined {
  const byId = new Map(findCauses(records).map((record) => [record.id, record]));
  const chain: TraceRecord[] = [];
  for (let next = byId.get(id); next !== undefined; next = getCause(next, byId)) {
    chain.unshift(next);
  }
  const [first] = chain;
  if (first === undefined) return undefined;
  const isFirst = first.cause === undefined || byId.has(first.cause);
  const lost = isFirst ? '' : `#${first.cause} is not in the trace any more.\n`;
  const lines = chain.map((record, depth) => {
    const session = depth === 0 || !('session' in record) ? '' : `${record.session}: `;
    const arrow = depth === 0 ? '' : `${'  '.repeat(depth - 1)}└ `;
    return `${formatTime(record)}  ${arrow}#${record.id} ${session}${describeRecord(record)}\n`;
  });
  return lost + lines.join('');
}

/** Causes come before their effects. Others, which no host writes, would lead in circles. */
function getCause(
  { cause, id }: TraceRecord,
  byId: ReadonlyMap<number, TraceRecord>,
): TraceRecord | undefined {
  return cause !== undefined && cause < id ? byId.get(cause) : undefined;
}

const host = 'host';

function groupBySession(records: readonly TraceRecord[]): Map<string, readonly TraceRecord[]> {
  const groups = new Map<string, TraceRecord[]>([[host, []]]);
  for (const record of records) {
    const isRequest = record.kind === 'request';
    const session = (!isRequest && 'session' in record && record.session) || host;
    const group = groups.get(session) ?? [];
    group.push(record);
    groups.set(session, group);
  }
  return groups;
}

interface WholeTrace {
  readonly byId: ReadonlyMap<number, TraceRecord>;
  readonly traceEnd: number;
}

function formatSection(
  session: string,
  records: readonly TraceRecord[],
  { byId, traceEnd }: WholeTrace,
  { kinds }: TimelineFilter,
): string {
  const shown = records.filter(({ kind }) => kinds === undefined || kinds.includes(kind));
  if (shown.length === 0) return '';
  const phases = getPhases(records, traceEnd)
    .map(({ begin, end, state }) => `${state} ${formatSeconds(end - begin)}`)
    .join(', ');
  const lines = shown.map((record) => formatLine(record, byId));
  return `${session}${phases && `: ${phases}`}\n${lines.join('')}`;
}

function formatLine(record: TraceRecord, byId: ReadonlyMap<number, TraceRecord>): string {
  const cause = record.cause === undefined ? undefined : byId.get(record.cause);
  const reason = cause === undefined ? '' : `  ← #${cause.id} ${describeRecord(cause)}`;
  const after =
    record.kind === 'answer' && cause ? ` after ${formatSeconds(record.at - cause.at)}` : '';
  return `${formatTime(record)}  #${record.id} ${describeRecord(record)}${after}${reason}\n`;
}

function formatTime({ at }: TraceRecord): string {
  return formatSeconds(at).padStart(14);
}

function formatSeconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(3)} s`;
}
