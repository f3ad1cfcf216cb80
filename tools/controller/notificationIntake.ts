import { versionWithMessages } from './infoAnswer.ts';
import type { Notification } from './notification.ts';
import { readMessage } from './notificationReader.ts';
import type { Identity } from './connection/requests.ts';
import type { SessionLedger } from './sessionLedger.ts';

/** Receives notifications. */
export type NotificationListener = (notification: Notification) => void;

/** Accepts WebSocket messages, one notification each, and passes them on to their sessions. */
export class NotificationIntake {
  private readonly ledger: SessionLedger;
  private readonly identity: Identity;
  private readonly report: (violation: string) => void;
  private readonly listeners = new Set<NotificationListener>();

  constructor(ledger: SessionLedger, identity: Identity, report: (violation: string) => void) {
    this.ledger = ledger;
    this.identity = identity;
    this.report = report;
  }

  /** Accepts one message; returns whether the real client would keep the connection. */
  message(text: string): 'keep' | 'drop' {
    const { notification, violations, isFatal } = readMessage(text);
    violations.forEach((violation) => this.report(violation));
    if (notification !== undefined) {
      this.pass(notification);
    }
    return isFatal ? 'drop' : 'keep';
  }

  /** Calls the listener with each notification until the returned function is called. */
  observe(listener: NotificationListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private pass(notification: Notification): void {
    const { notification_type: type, session_id: id } = notification;
    const { apiVersion } = this.identity;
    if (type === 'sessionMessage' && apiVersion < versionWithMessages) {
      this.report(`Session ${id}: sessionMessage came to a controller that speaks ${apiVersion}.`);
    }
    this.ledger.hear(notification);
    this.listeners.forEach((listener) => listener(notification));
  }
}
