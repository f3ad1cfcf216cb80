import { describeRecord } from '../../trace/show/describeRecord.ts';
import type { RecordOf, TraceRecord } from '../../trace/schema.ts';
import { groupBySession, isConsequence, isSupervised } from './inputs.ts';

/** What was made of the inputs of a trace: one line of a session. */
export interface Output {
  /** In milliseconds since the trace began. */
  readonly at: number;
  readonly text: string;
}

/** The outputs of each session, in order. */
export type Outputs = ReadonlyMap<string, readonly Output[]>;

type Delivered = RecordOf<'delivered'>;

/**
 * Returns the outputs of a trace in the form in which they are compared: pieces of output that differ only by
 * time are one, and changes that only conditions see are left out.
 */
export function listOutputs(records: readonly TraceRecord[]): Outputs {
  const byId = new Map(records.map((record) => [record.id, record]));
  const outputs = [...groupBySession(records)].map(([session, all]) => {
    const hasLaunches = isSupervised(all);
    const shown = all.filter((record) => isOutput(record, byId, hasLaunches));
    return [session, listSessionOutputs(shown, byId)] as const;
  });
  return new Map(outputs.filter(([, lines]) => lines.length > 0));
}

/** Returns what each debug relay has sent to each side, in order. Neither side knows what the other one gets first. */
export function listRelayOutputs(records: readonly TraceRecord[]): Outputs {
  const outputs = new Map<string, Output[]>();
  for (const record of records) {
    if (record.kind !== 'passed' || record.way.startsWith('from')) continue;
    const name = `relay ${record.relay} of ${record.session}, ${record.way}`;
    const own = outputs.get(name) ?? [];
    own.push({ at: record.at, text: describeRecord(record) });
    outputs.set(name, own);
  }
  return outputs;
}

/** Formats outputs as text, with their times. */
export function formatOutputs(outputs: Outputs): string {
  return [...outputs]
    .map(([session, lines]) => `${session}\n${lines.map(formatLine).join('')}`)
    .join('\n');
}

function formatLine({ at, text }: Output): string {
  return `${(at / 1_000).toFixed(3).padStart(12)} s  ${text}\n`;
}

function isOutput(
  record: TraceRecord,
  byId: ReadonlyMap<number, TraceRecord>,
  hasLaunches: boolean,
): boolean {
  switch (record.kind) {
    case 'run':
    case 'ask':
    case 'status':
    case 'notification':
    case 'delivered':
      return true;
    case 'launch':
    case 'quit':
      return hasLaunches;
    case 'call':
      return isConsequence(record, byId);
    default:
      return false;
  }
}

function listSessionOutputs(
  records: readonly TraceRecord[],
  byId: ReadonlyMap<number, TraceRecord>,
): readonly Output[] {
  const lines: Output[] = [];
  let pieces: Delivered[] = [];
  let status = '';
  const tellPieces = (): void => {
    lines.push(...merge(pieces));
    pieces = [];
  };
  for (const record of records) {
    if (record.kind === 'delivered') {
      if (isOfSilence(record, byId) && !pieces.every(isAtOnceWith(record))) tellPieces();
      pieces.push(record);
      continue;
    }
    const text = describeOutput(record);
    if (record.kind === 'status' && text === status) continue;
    if (record.kind === 'status') status = text;
    tellPieces();
    lines.push({ at: record.at, text });
  }
  tellPieces();
  return lines;
}

/** Whether an unfinished line was delivered since its stream was silent. */
function isOfSilence({ cause }: Delivered, byId: ReadonlyMap<number, TraceRecord>): boolean {
  return cause !== undefined && byId.get(cause)?.kind === 'timer';
}

/** Whether a piece came from the other stream at the same time, so that either can be the first. */
function isAtOnceWith({ at, stream }: Delivered): (piece: Delivered) => boolean {
  return (piece) => piece.at === at && piece.stream !== stream;
}

function describeOutput(record: TraceRecord): string {
  if (record.kind !== 'status') return describeRecord(record);
  const { from: _, outOfDate: __, ...status } = record;
  return `${describeRecord({ ...status, change: 'added' })}${record.change === 'removed' ? ' removed' : ''}`;
}

/** Streams are independent of each other, and pieces depend on how much was read at once. */
function merge(pieces: readonly Delivered[]): readonly Output[] {
  return (['stdout', 'stderr'] as const).flatMap((stream) => {
    const own = pieces.filter((piece) => piece.stream === stream);
    const [first] = own;
    if (first === undefined) return [];
    const bytes = own.reduce((sum, piece) => sum + piece.bytes, 0);
    return [{ at: first.at, text: describeRecord({ ...first, bytes, chunks: 1 }) }];
  });
}
