import { getOutOfDate } from '../../protocol/ideSession.ts';
import type { SessionChange } from '../../sessions/store.ts';
import { toListedCode } from '../errorCode.ts';
import type { Placeholders } from '../placeholders.ts';
import type { TraceFacts } from '../schema.ts';
import type { TraceRecorder } from '../traceRecorder.ts';

/** Records the changes of sessions. */
export function traceChanges(recorder: TraceRecorder): (change: SessionChange) => void {
  return (change) => void recorder.recordLate(() => toFacts(change, recorder.placeholders));
}

function toFacts(change: SessionChange, placeholders: Placeholders): TraceFacts {
  const { metadata, spec, status } = change.session;
  const { exitCode, pid, reason, state } = status;
  return {
    kind: 'status',
    session: placeholders.get('session', metadata.name),
    change: change.type,
    from: change.type === 'modified' ? change.previous.status.state : undefined,
    to: state,
    desired: spec.desiredState,
    pid,
    exitCode,
    reason: reason === undefined ? undefined : toListedCode(reason),
    outOfDate: getOutOfDate(change.session) === undefined ? undefined : true,
  };
}
