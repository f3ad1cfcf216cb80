import {
  type Notification,
  processRestarted,
  sessionTerminated,
} from '../../protocol/notifications.ts';
import type { SessionReport } from '../../sessions/sessions.ts';
import { isTerminal } from '../../sessions/stateTable.ts';
import type { SessionChange } from '../../sessions/store.ts';

/** What a controller hears of a change: derived from the resource alone. */
export function notificationsOfChange(change: SessionChange): readonly Notification[] {
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
    notifications.push(sessionTerminated(name, status.exitCode));
  }
  return notifications;
}

/** What a controller hears of a session's output and messages. */
export function notificationsOfReport(report: SessionReport): readonly Notification[] {
  const session_id = report.name;
  if (report.kind === 'message') {
    const { level, text } = report;
    return [{ notification_type: 'sessionMessage', session_id, level, message: text }];
  }
  const is_std_err = report.stream === 'stderr';
  return [{ notification_type: 'serviceLogs', session_id, is_std_err, log_message: report.text }];
}
