import type { ErrorDetail } from './controllerError.ts';

/** A process started: at the start of a session and after each restart. */
interface ProcessRestarted {
  notification_type: 'processRestarted';
  session_id: string;
  pid?: number;
}

/** A session ended. */
export interface SessionTerminated {
  notification_type: 'sessionTerminated';
  session_id: string;
  exit_code?: number;
}

/** Output of the program. */
interface ServiceLogs {
  notification_type: 'serviceLogs';
  session_id: string;
  is_std_err: boolean;
  log_message: string;
}

/** A message from the IDE about a session. */
export interface SessionMessage {
  notification_type: 'sessionMessage';
  session_id: string;
  level: 'info' | 'debug' | 'error';
  message: string;
  code?: string;
  details?: ErrorDetail[];
}

/** Any notification, as sent on the wire. */
export type Notification = ProcessRestarted | SessionTerminated | ServiceLogs | SessionMessage;

/** A notification in a few words, for error messages. */
export function describeNotification(notification: Notification): string {
  switch (notification.notification_type) {
    case 'processRestarted':
      return `processRestarted, process ${notification.pid ?? 'unknown'}`;
    case 'sessionTerminated':
      return `sessionTerminated, exit code ${notification.exit_code ?? 'unknown'}`;
    case 'serviceLogs': {
      const stream = notification.is_std_err ? 'stderr' : 'stdout';
      return `${stream} ${JSON.stringify(notification.log_message)}`;
    }
    case 'sessionMessage':
      return `${notification.level} message ${JSON.stringify(notification.message)}`;
  }
}
