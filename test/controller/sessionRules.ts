import type { Notification, ServiceLogs } from './notification.ts';

/** The order that the notifications of one session keep. */
export class SessionRules {
  private hasStarted = false;
  private hasTerminated = false;
  private readonly unfinished = { stdout: false, stderr: false };

  /** What is wrong about this notification coming now. */
  check(notification: Notification): string[] {
    const type = notification.notification_type;
    if (this.hasTerminated) {
      return [
        type === 'sessionTerminated'
          ? 'sessionTerminated came twice'
          : `${type} came after sessionTerminated`,
      ];
    }
    switch (type) {
      case 'processRestarted':
        this.hasStarted = true;
        // What the former process left unfinished stays so: the next one begins a line of its own.
        this.unfinished.stdout = false;
        this.unfinished.stderr = false;
        return [];
      case 'sessionTerminated':
        this.hasTerminated = true;
        return [];
      case 'serviceLogs':
        return this.checkLogs(notification);
      case 'sessionMessage':
        return [];
    }
  }

  private checkLogs({ is_std_err, log_message }: ServiceLogs): string[] {
    const stream = is_std_err ? 'stderr' : 'stdout';
    const faults: string[] = [];
    if (!this.hasStarted) {
      faults.push('serviceLogs came before processRestarted');
    }
    if (this.unfinished[stream]) {
      faults.push(`a line of ${stream} was cut in two`);
    }
    this.unfinished[stream] = !log_message.endsWith('\n');
    return faults;
  }
}
