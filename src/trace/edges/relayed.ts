import type { Clock } from '../../common/clock.ts';
import { isOrdered, toRelayedMethod } from '../debugEvents.ts';
import { EventCounts } from '../eventCounts.ts';
import type { TraceFacts } from '../schema.ts';
import type { TraceRecorder } from '../traceRecorder.ts';

type RelayedFacts = Extract<TraceFacts, { kind: 'relayed' }>;

/** A message that a debug relay passes on. */
interface Relayed extends Pick<RelayedFacts, 'from' | 'relay'> {
  readonly method: string;
}

/** Returns what records the messages of a session's relays, by their methods. */
export function traceRelayed(
  recorder: TraceRecorder,
  clock: Clock,
): (session: string) => (relayed: Relayed) => void {
  const counts = new EventCounts<RelayedFacts>(recorder, clock);
  return (name) => {
    const session = recorder.placeholders.get('session', name);
    return ({ from, relay, method: text }) => {
      const method = toRelayedMethod(text);
      const create = (): RelayedFacts => ({
        kind: 'relayed',
        session,
        relay,
        from,
        method,
        count: 1,
      });
      if (isOrdered(method)) counts.record(create());
      else counts.count(`${session} ${relay} ${from} ${method}`, create);
    };
  };
}
