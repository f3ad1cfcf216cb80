import type { Notification } from './notification.ts';

/** The required order of a session's notifications. */
export class SessionRules {
  private hasStarted = false;
  private hasTerminated = false;
  private hasToldReason = false;

  /** What is wrong with this notification at this point. */
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
        return this.hasToldReason ? ['serviceLogs came before processRestarted'] : [];
      case 'sessionTerminated':
        this.hasTerminated = true;
        return [];
      case 'serviceLogs':
        if (this.hasStarted) return [];
        // Only the reason why a session does not start may precede its process.
        this.hasToldReason = notification.is_std_err;
        return this.hasToldReason ? [] : ['serviceLogs came before processRestarted'];
      case 'sessionMessage':
        return [];
    }
  }
}
