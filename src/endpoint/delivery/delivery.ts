import { type Clock, withTimeout } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { Emitter, type Event } from '../../common/emitter.ts';
import type { Log } from '../../common/log.ts';
import { type IdeSession, isOwnedBy } from '../../protocol/ideSession.ts';
import type { Notification } from '../../protocol/notifications.ts';
import type { Traffic } from '../../protocol/traffic.ts';
import { isActive, type SessionReport, type Sessions } from '../../sessions/sessions.ts';
import type { SessionChange } from '../../sessions/store.ts';
import type { Connection } from './connection.ts';
import { DeliveryCounts } from './deliveryCounts.ts';
import { Messages } from './messages.ts';
import { deriveNotifications, sessionMessage } from './notificationsOf.ts';
import { Outbox } from './outbox.ts';
import { Presence } from './presence.ts';

export interface DeliveryOptions {
  readonly sessions: Sessions;
  readonly clock: Clock;
  readonly log: Log;
  /** How long a controller may be disconnected before its sessions are stopped, in milliseconds. */
  readonly controllerTimeout: number;
  /** The same for a controller that has closed its connection. */
  readonly departureTimeout: number;
  /** How long a connected controller may take to answer a ping, in milliseconds. */
  readonly silenceLimit: number;
  /** The memory limit of a controller's backlog, in bytes. */
  readonly outboxLimit: number;
  /** Called with what passes between the host and its controllers. */
  readonly onTraffic?: (traffic: Traffic) => void;
}

/** Status codes of an intended close: normal closure and going away (RFC 6455, section 7.4.1). */
const leaves = [1000, 1001];

/** The outbox of a controller, and the timer that runs while it is disconnected. */
interface Mailbox {
  readonly outbox: Outbox;
  away: Disposable | undefined;
}

/**
 * Delivers the notifications of each session to the controller that owns it. Knows sessions and
 * connections, but neither sockets nor requests.
 */
export class Delivery implements Disposable {
  readonly #options: DeliveryOptions;
  readonly #mailboxes = new Map<string, Mailbox>();
  readonly #resources = new DisposableStore();
  readonly #messages = new Messages();
  /** What has been delivered since the host started. */
  readonly counts = new DeliveryCounts();
  readonly #endsHeard = new Emitter<string>();
  readonly #controllersLost = new Emitter<string>();

  /** Fires with the name of each session whose end its controller has confirmed. */
  readonly endsHeard: Event<string> = this.#endsHeard.event;
  /** Fires with the instance id of each controller that did not reconnect, whose sessions are stopped. */
  readonly controllersLost: Event<string> = this.#controllersLost.event;
  readonly #presence = new Presence();

  constructor(options: DeliveryOptions) {
    this.#options = options;
    this.#resources.add(options.sessions.changes((change) => this.#onChange(change)));
    this.#resources.add(options.sessions.reports((report) => this.#onReport(report)));
  }

  /** Which controllers are connected. */
  get controllers(): Pick<Presence, 'connected' | 'hasSeenAny' | 'changes'> {
    return this.#presence;
  }

  /** Delivers the notifications of a controller over this connection, beginning with the unconfirmed ones. */
  connect(instanceId: string, connection: Connection): void {
    this.#options.onTraffic?.({ kind: 'connected', instanceId });
    const mailbox = this.#mailbox(instanceId);
    mailbox.away?.dispose();
    mailbox.away = undefined;
    mailbox.outbox.attach(connection);
    this.#presence.add(instanceId);
  }

  /** Sends notifications of a session that is not in the store, such as one of an earlier host. */
  tell(instanceId: string, notifications: readonly Notification[]): void {
    this.#push(instanceId, notifications);
  }

  /** Resolves when all connected controllers have confirmed everything, or after `milliseconds`. */
  async flush(milliseconds: number): Promise<void> {
    const connected = [...this.#mailboxes.values()].filter(({ outbox }) => outbox.isConnected);
    const all = Promise.all(connected.map(({ outbox }) => outbox.flushed()));
    await withTimeout(this.#options.clock, milliseconds, all, undefined);
  }

  /** Ends every connection with a WebSocket status code (RFC 6455, section 7.4). */
  close(code: number, reason: string): void {
    for (const { outbox } of this.#mailboxes.values()) outbox.close(code, reason);
  }

  dispose(): void {
    this.#resources.dispose();
    for (const mailbox of this.#mailboxes.values()) dispose(mailbox);
    this.#mailboxes.clear();
  }

  #onChange(change: SessionChange): void {
    const { owner } = change.session.metadata;
    if (owner.kind !== 'controller') return;
    if (change.type === 'removed') return this.#dropIfIdle(owner.instanceId);
    this.#push(owner.instanceId, deriveNotifications(change));
  }

  #onReport(report: SessionReport): void {
    const owner = this.#options.sessions.get(report.name)?.metadata.owner;
    if (owner?.kind !== 'controller') return;
    const { instanceId } = owner;
    if (report.kind === 'message') return this.#push(instanceId, [sessionMessage(report)]);
    const { bytes, name: session, stream } = report;
    const { onTraffic } = this.#options;
    onTraffic?.({ kind: 'output', instanceId, session, stream, bytes: bytes.length });
    this.#mailbox(instanceId).outbox.pushOutput(session, report);
  }

  #push(instanceId: string, notifications: readonly Notification[]): void {
    const { outbox } = this.#mailbox(instanceId);
    for (const notification of notifications) {
      this.#options.onTraffic?.({ kind: 'notification', instanceId, notification });
      outbox.push(notification);
    }
  }

  #mailbox(instanceId: string): Mailbox {
    let mailbox = this.#mailboxes.get(instanceId);
    if (mailbox === undefined) {
      mailbox = { outbox: this.#outbox(instanceId), away: undefined };
      this.#mailboxes.set(instanceId, mailbox);
      this.#watchAbsence(instanceId, mailbox, this.#options.controllerTimeout);
    }
    return mailbox;
  }

  #outbox(instanceId: string): Outbox {
    return new Outbox({
      ...this.#options,
      messages: this.#messages,
      counts: this.counts,
      holdOutput: (name) => this.#options.sessions.holdOutput(name),
      onSilence: () => this.#noteSilence(instanceId),
      onEndHeard: (name) => this.#endsHeard.fire(name),
      onEnd: (code) => this.#onEnd(instanceId, code),
    });
  }

  #noteSilence(instanceId: string): void {
    const { log, silenceLimit } = this.#options;
    log.info(
      `Controller ${instanceId} has not responded for ${silenceLimit / 1000} s. Its connection is closed, and its notifications are kept until it reconnects.`,
    );
  }

  #onEnd(instanceId: string, code: number): void {
    const mailbox = this.#mailboxes.get(instanceId);
    if (mailbox === undefined) return;
    const { controllerTimeout, departureTimeout } = this.#options;
    const hasLeft = leaves.includes(code);
    const isConfirmed = mailbox.outbox.isEmpty;
    this.#options.onTraffic?.({ kind: 'disconnected', instanceId, code, isConfirmed });
    this.#options.log.debug(
      `Controller ${instanceId} ${hasLeft ? 'has disconnected' : 'has lost its connection'}.`,
    );
    this.#presence.remove(instanceId);
    this.#watchAbsence(instanceId, mailbox, hasLeft ? departureTimeout : controllerTimeout);
    this.#dropIfIdle(instanceId);
  }

  #watchAbsence(instanceId: string, mailbox: Mailbox, limit: number): void {
    mailbox.away?.dispose();
    mailbox.away = this.#options.clock.after(limit, () => this.#giveUp(instanceId, mailbox, limit));
  }

  /** Stops the sessions of a controller that did not reconnect. */
  #giveUp(instanceId: string, mailbox: Mailbox, limit: number): void {
    const { log, sessions } = this.#options;
    const left = this.#getSessions(instanceId);
    const stopped = left.filter(isActive).length;
    if (stopped > 0)
      log.info(
        `Controller ${instanceId} was disconnected for ${limit / 1000} s. Stopping ${stopped} of its sessions.`,
      );
    dispose(mailbox);
    this.#mailboxes.delete(instanceId);
    for (const { metadata } of left) sessions.remove(metadata.name);
    this.#controllersLost.fire(instanceId);
  }

  /** Removes a controller that is disconnected and has neither sessions nor pending notifications. */
  #dropIfIdle(instanceId: string): void {
    const mailbox = this.#mailboxes.get(instanceId);
    if (mailbox === undefined || mailbox.outbox.isConnected || !mailbox.outbox.isEmpty) return;
    if (this.#getSessions(instanceId).some(isActive)) return;
    dispose(mailbox);
    this.#mailboxes.delete(instanceId);
  }

  #getSessions(instanceId: string): readonly IdeSession[] {
    const { sessions } = this.#options;
    return sessions.list().filter((session) => isOwnedBy(session, instanceId));
  }
}

function dispose(mailbox: Mailbox): void {
  mailbox.away?.dispose();
  mailbox.outbox.dispose();
}
