import type { Clock } from '../../common/clock.ts';
import { adapterEvent, debugType, isOrdered, stopReason } from '../debugEvents.ts';
import { EventCounts } from '../eventCounts.ts';
import type { TraceFacts } from '../schema.ts';
import type { TraceRecorder } from '../traceRecorder.ts';

/** An event of a debug adapter. */
export interface AdapterEvent {
  /** The name of the session for which it debugs, if that is known. */
  readonly session: string | undefined;
  /** The id of the debug session. */
  readonly debugSession: string;
  /** The type of the debug session. */
  readonly type: string;
  readonly event: string;
  readonly body: unknown;
}

type AdapterFacts = Extract<TraceFacts, { kind: 'adapter' }>;

/** Returns what records the events of debug adapters, by their names. */
export function traceAdapterEvents(
  recorder: TraceRecorder,
  clock: Clock,
): (event: AdapterEvent) => void {
  const { placeholders } = recorder;
  const counts = new EventCounts<AdapterFacts>(recorder, clock);
  return ({ body, debugSession, event: text, session, type }) => {
    const event = adapterEvent.safeParse(text).data ?? 'other';
    const create = (): AdapterFacts => ({
      kind: 'adapter',
      ...(session !== undefined && { session: placeholders.get('session', session) }),
      debugger: placeholders.get('debugger', debugSession),
      type: debugType.safeParse(type).data ?? 'other',
      event,
      ...describe(event, body),
      count: 1,
    });
    if (isOrdered(event)) counts.record(create());
    else counts.count(`${debugSession} ${event}`, create);
  };
}

function describe(
  event: AdapterFacts['event'],
  body: unknown,
): Pick<AdapterFacts, 'exitCode' | 'reason'> {
  if (typeof body !== 'object' || body === null) return {};
  const { exitCode, reason } = body as { readonly exitCode?: unknown; readonly reason?: unknown };
  if (event === 'stopped') return { reason: stopReason.safeParse(reason).data ?? 'other' };
  return event === 'exited' && Number.isInteger(exitCode) ? { exitCode: Number(exitCode) } : {};
}
