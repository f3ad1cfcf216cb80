import type { Notification } from './notification.ts';

function prefixed(prefix: string, text: string): string[] {
  const lines = text.split('\n');
  return lines.map((line) => `${prefix}| ${line.replace(/\r$/, '')}`);
}

/** The lines of a transcript for a notification. */
export function transcriptLines(notification: Notification): string[] {
  switch (notification.notification_type) {
    case 'processRestarted':
      return [`process ${notification.pid ?? 'of unknown id'}`];
    case 'sessionTerminated':
      return [`terminated ${notification.exit_code ?? 'with unknown exit code'}`];
    case 'serviceLogs':
      return prefixed(notification.is_std_err ? 'stderr' : 'stdout', notification.log_message);
    case 'sessionMessage': {
      const code = notification.code === undefined ? '' : ` ${notification.code}`;
      return prefixed(`message ${notification.level}${code}`, notification.message.trimEnd());
    }
  }
}
