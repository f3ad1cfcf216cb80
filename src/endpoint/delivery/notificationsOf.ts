import {
  type Notification,
  processRestarted,
  sessionTerminated,
} from '../../protocol/notifications.ts';
import type { MessageReport } from '../../sessions/sessionRun.ts';
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

/** What a controller hears of a message. */
export function sessionMessage({
  name,
  level,
  text,
}: MessageReport & { readonly name: string }): Notification {
  return { notification_type: 'sessionMessage', session_id: name, level, message: text };
}
