import {
  type Notification,
  processRestarted,
  sessionTerminated,
} from '../../protocol/notifications.ts';
import type { SessionStatus } from '../../protocol/ideSession.ts';
import { sessionErrors } from '../../sessions/errors.ts';
import type { MessageReport } from '../../sessions/sessionRun.ts';
import { isTerminal } from '../../sessions/stateTable.ts';
import type { SessionChange } from '../../sessions/store.ts';

/** Derives the notifications of a change from the resource. */
export function deriveNotifications(change: SessionChange): readonly Notification[] {
  if (change.type !== 'modified') return [];
  const { session, previous } = change;
  const { name } = session.metadata;
  const { status } = session;
  const notifications: Notification[] = [];
  if (status.startupTimestamp !== previous.status.startupTimestamp) {
    notifications.push(processRestarted(name, status.pid));
  }
  if (isTerminal(status.state) && !isTerminal(previous.status.state)) {
    if (status.state === 'Failed') {
      notifications.push({
        notification_type: 'sessionMessage',
        session_id: name,
        level: 'error',
        message: status.message ?? 'The session failed.',
        code: status.reason ?? 'Failed',
      });
    }
    notifications.push(sessionTerminated(name, getExitCode(status)));
  }
  return notifications;
}

/**
 * Returns the exit code to report. Controllers treat a missing code as success, so it is omitted only for a
 * program that ran and whose code is unknown. A session that failed or never ran a program ends with 1.
 */
function getExitCode({ exitCode, startupTimestamp, state }: SessionStatus): number | undefined {
  const hasRun = startupTimestamp !== undefined;
  return exitCode ?? (state === 'Failed' || !hasRun ? 1 : undefined);
}

/** Returns the notifications of a session that ended with the crash of its host. */
export function createCrashNotifications(session_id: string): readonly Notification[] {
  const { code, message } = sessionErrors.SessionHostCrashed();
  return [
    { notification_type: 'serviceLogs', session_id, is_std_err: true, log_message: message },
    { notification_type: 'sessionMessage', session_id, level: 'error', message, code },
    sessionTerminated(session_id, 1),
  ];
}

/** Returns the notification of a message. */
export function sessionMessage({
  name,
  level,
  text,
}: MessageReport & { readonly name: string }): Notification {
  return { notification_type: 'sessionMessage', session_id: name, level, message: text };
}
