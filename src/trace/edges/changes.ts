import { getOutOfDate, type SessionStatus } from '../../protocol/ideSession.ts';
import type { SessionChange } from '../../sessions/store.ts';
import { toListedCode } from '../errorCode.ts';
import type { TraceFacts } from '../schema.ts';
import type { TraceRecorder } from '../traceRecorder.ts';

/** Records the changes of sessions. */
export function traceChanges(recorder: TraceRecorder): (change: SessionChange) => void {
  return (change) => {
    const { metadata, spec, status } = change.session;
    recorder.record({
      kind: 'status',
      session: recorder.placeholders.get('session', metadata.name),
      change: change.type,
      ...(change.type === 'modified' && { from: change.previous.status.state }),
      to: status.state,
      desired: spec.desiredState,
      ...describe(status),
      ...(getOutOfDate(change.session) !== undefined && { outOfDate: true }),
    });
  };
}

type StatusFacts = Extract<TraceFacts, { kind: 'status' }>;

function describe({
  exitCode,
  pid,
  reason,
}: SessionStatus): Pick<StatusFacts, 'pid' | 'exitCode' | 'reason'> {
  return {
    ...(pid !== undefined && { pid }),
    ...(exitCode !== undefined && { exitCode }),
    ...(reason !== undefined && { reason: toListedCode(reason) }),
  };
}
