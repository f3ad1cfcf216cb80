import type { Clock } from '../../common/clock.ts';
import { isOrdered, toAdapterEvent, toDebugType, toStopReason } from '../debugEvents.ts';
import { EventCounts } from '../eventCounts.ts';
import type { TraceFacts } from '../schema.ts';
import type { TraceRecorder } from '../traceRecorder.ts';

/** An event of a debug adapter. */
export interface AdapterEvent {
  /** Returns the name of the session for which it debugs, if that is known. */
  readonly getSession: () => string | undefined;
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
  return ({ body, debugSession, event: text, getSession, type }) => {
    const event = toAdapterEvent(text);
    const create = (): AdapterFacts => {
      const session = getSession();
      return {
        kind: 'adapter',
        session: session === undefined ? undefined : placeholders.get('session', session),
        debugger: placeholders.get('debugger', debugSession),
        type: toDebugType(type),
        event,
        ...describe(event, body),
        count: 1,
      };
    };
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
  if (event === 'stopped') return { reason: toStopReason(reason) };
  return event === 'exited' && Number.isSafeInteger(exitCode) ? { exitCode: Number(exitCode) } : {};
}
