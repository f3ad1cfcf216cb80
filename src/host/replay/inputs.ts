import type { RecordOf, TraceRecord } from '../../trace/schema.ts';

/** A record that a replay takes: what came in, and what was asked of the runner, which it answers as recorded. */
export type ReplayInput = Extract<TraceRecord, { readonly kind: (typeof inputKinds)[number] }>;

const inputKinds = [
  ...(['settings', 'connected', 'disconnected', 'create', 'call', 'timer', 'run', 'ask'] as const),
  ...(['launch', 'waiting', 'started', 'output', 'message', 'note', 'debugging'] as const),
  ...(['replacing', 'recreation', 'accepted', 'exited', 'ended', 'failed'] as const),
] as const;

const kinds: ReadonlySet<string> = new Set(inputKinds);

/** Returns the records that a replay takes, and the sessions that it leaves out, which began before the trace. */
export function selectInputs(records: readonly TraceRecord[]): {
  readonly inputs: readonly ReplayInput[];
  readonly leftOut: readonly string[];
} {
  const byId = new Map(records.map((record) => [record.id, record]));
  const created = new Set(records.flatMap((one) => (one.kind === 'create' ? [one.session] : [])));
  const leftOut = new Set<string>();
  const inputs = records.filter((record): record is ReplayInput => {
    if (!kinds.has(record.kind)) return false;
    if ('session' in record && record.session !== undefined && !created.has(record.session)) {
      leftOut.add(record.session);
      return false;
    }
    return record.kind !== 'call' || !isConsequence(record, byId);
  });
  return { inputs, leftOut: [...leftOut] };
}

/** Whether sessions or delivery called this by themselves, as a replay does too: a limit of time or of the history. */
export function isConsequence(
  { call, cause }: RecordOf<'call'>,
  byId: ReadonlyMap<number, TraceRecord>,
): boolean {
  const kind = cause === undefined ? undefined : byId.get(cause)?.kind;
  if (kind === undefined || kind === 'request' || kind === 'command') return false;
  return call === 'remove' || (call === 'stop' && kind === 'timer');
}

/**
 * Whether the run model can be replayed for a session: its launches were recorded, and neither a debugger that
 * comes and goes nor a program that restarts by itself took part.
 */
export function isSupervised(own: readonly TraceRecord[]): boolean {
  const count = (kind: TraceRecord['kind']): number =>
    own.filter((record) => record.kind === kind).length;
  const isDebuggerAsked = own.some(
    (record) => record.kind === 'ask' && record.ask.endsWith('Debugger'),
  );
  return count('launch') > 0 && !isDebuggerAsked && count('started') <= count('launch');
}

/** Returns the records of each session, in order. */
export function groupBySession<Of extends TraceRecord>(
  records: readonly Of[],
): ReadonlyMap<string, readonly Of[]> {
  const groups = new Map<string, Of[]>();
  for (const record of records) {
    if (!('session' in record) || record.session === undefined) continue;
    const own = groups.get(record.session) ?? [];
    own.push(record);
    groups.set(record.session, own);
  }
  return groups;
}
