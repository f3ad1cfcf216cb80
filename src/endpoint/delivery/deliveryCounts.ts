import type { Notification } from '../../protocol/notifications.ts';
import type { NotificationEntry, StoredEntry } from './entry.ts';

/** How much has been delivered to controllers, and how much was dropped. Plain numbers, since output adds to them often. */
export class DeliveryCounts {
  /** The confirmed notifications by type. */
  readonly notifications: Record<Notification['notification_type'], number> = {
    processRestarted: 0,
    serviceLogs: 0,
    sessionMessage: 0,
    sessionTerminated: 0,
  };
  /** The lines of output in confirmed notifications. */
  logLines = 0;
  /** The messages that were dropped at the memory limit. */
  droppedMessages = 0;
  /** The bytes of output that were deleted from the log files before the controller had read them. */
  lostBytes = 0;

  /** Counts a notification that the controller has confirmed, by what was kept of it. */
  confirmed(kept: readonly (NotificationEntry | StoredEntry)[], lines: number): void {
    const [first] = kept;
    if (first === undefined) return;
    const isOutput = first.kind === 'stored';
    this.notifications[isOutput ? 'serviceLogs' : first.notification.notification_type]++;
    this.logLines += lines;
  }
}
