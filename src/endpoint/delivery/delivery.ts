import { type Clock, within } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { Emitter, type Event } from '../../common/emitter.ts';
import type { Log } from '../../common/log.ts';
import { type IdeSession, isOwnedBy } from '../../protocol/ideSession.ts';
import type { Notification } from '../../protocol/notifications.ts';
import { isActive, type SessionReport, type Sessions } from '../../sessions/sessions.ts';
import type { SessionChange } from '../../sessions/store.ts';
import type { Connection } from './connection.ts';
import { Messages } from './messages.ts';
import { notificationsOfChange, sessionMessage } from './notificationsOf.ts';
import { Outbox } from './outbox.ts';
import { Presence } from './presence.ts';

export interface DeliveryOptions {
  readonly sessions: Sessions;
  readonly clock: Clock;
  readonly log: Log;
  /** How long a controller may be away before its sessions are stopped, in milliseconds. */
  readonly controllerTimeout: number;
  /** The same for one that has taken its leave. */
  readonly departureTimeout: number;
  /** How long a connected controller may take to answer a ping, in milliseconds. */
  readonly silenceLimit: number;
  /** How much a controller's backlog may take of the memory, in bytes. */
  readonly outboxLimit: number;
}

/** What a WebSocket is closed with by who means to end: done, or going away (RFC 6455, section 7.4.1). */
const leaves = [1000, 1001];

/** A controller's outbox, and the watch for its return while it is away. */
interface Mailbox {
  readonly outbox: Outbox;
  away: Disposable | undefined;
}

/**
 * Brings to every controller what happens to its sessions, and to no other.
 * Knows sessions on one side and connections on the other, and nothing of sockets or requests.
 */
export class Delivery implements Disposable {
  readonly #options: DeliveryOptions;
  readonly #mailboxes = new Map<string, Mailbox>();
  readonly #owned = new DisposableStore();
  readonly #messages = new Messages();
  readonly #endsHeard = new Emitter<string>();
  readonly #controllersLost = new Emitter<string>();

  /** The names of sessions whose end their controller has confirmed. */
  readonly endsHeard: Event<string> = this.#endsHeard.event;
  /** The instance ids of controllers that did not come back, and whose sessions are stopped. */
  readonly controllersLost: Event<string> = this.#controllersLost.event;
  readonly #presence = new Presence();

  constructor(options: DeliveryOptions) {
    this.#options = options;
    this.#owned.add(options.sessions.changes((change) => this.#onChange(change)));
    this.#owned.add(options.sessions.reports((report) => this.#onReport(report)));
  }

  /** Which controllers are connected. */
  get controllers(): Pick<Presence, 'connected' | 'hasSeenAny' | 'changes'> {
    return this.#presence;
  }

  /** Delivers by this connection what is for the controller, from what it has not heard yet on. */
  connect(instanceId: string, connection: Connection): void {
    const mailbox = this.#mailbox(instanceId);
    mailbox.away?.dispose();
    mailbox.away = undefined;
    mailbox.outbox.attach(connection);
    this.#presence.add(instanceId);
  }

  /** Tells a controller of a session that is in no store, as that of an earlier host. */
  tell(instanceId: string, notifications: readonly Notification[]): void {
    this.#push(instanceId, notifications);
  }

  /** Resolves when every connected controller has confirmed all there is, or after `milliseconds`. */
  async flush(milliseconds: number): Promise<void> {
    const connected = [...this.#mailboxes.values()].filter(({ outbox }) => outbox.isConnected);
    const all = Promise.all(connected.map(({ outbox }) => outbox.flushed()));
    await within(this.#options.clock, milliseconds, all, undefined);
  }

  /** Ends every connection with a WebSocket status code (RFC 6455, section 7.4). */
  close(code: number, reason: string): void {
    for (const { outbox } of this.#mailboxes.values()) outbox.close(code, reason);
  }

  dispose(): void {
    this.#owned.dispose();
    for (const mailbox of this.#mailboxes.values()) dispose(mailbox);
    this.#mailboxes.clear();
  }

  #onChange(change: SessionChange): void {
    const { owner } = change.session.metadata;
    if (owner.kind !== 'controller') return;
    if (change.type === 'removed') return this.#dropIfIdle(owner.instanceId);
    this.#push(owner.instanceId, notificationsOfChange(change));
  }

  #onReport(report: SessionReport): void {
    const owner = this.#options.sessions.get(report.name)?.metadata.owner;
    if (owner?.kind !== 'controller') return;
    const { outbox } = this.#mailbox(owner.instanceId);
    if (report.kind === 'output') outbox.pushOutput(report.name, report);
    else outbox.push(sessionMessage(report));
  }

  #push(instanceId: string, notifications: readonly Notification[]): void {
    const { outbox } = this.#mailbox(instanceId);
    for (const notification of notifications) outbox.push(notification);
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
      holdOutput: (name) => this.#options.sessions.holdOutput(name),
      onSilence: () => this.#noteSilence(instanceId),
      onEndHeard: (name) => this.#endsHeard.fire(name),
      onEnd: (code) => this.#onEnd(instanceId, code),
    });
  }

  #noteSilence(instanceId: string): void {
    const { log, silenceLimit } = this.#options;
    log.info(
      `Controller ${instanceId} has not answered for ${silenceLimit / 1000} s: its connection is dropped. What it missed is kept for a while.`,
    );
  }

  #onEnd(instanceId: string, code: number): void {
    const mailbox = this.#mailboxes.get(instanceId);
    if (mailbox === undefined) return;
    const { controllerTimeout, departureTimeout } = this.#options;
    const hasLeft = leaves.includes(code);
    this.#options.log.debug(
      `Controller ${instanceId} ${hasLeft ? 'has left' : 'has lost its connection'}.`,
    );
    this.#presence.remove(instanceId);
    this.#watchAbsence(instanceId, mailbox, hasLeft ? departureTimeout : controllerTimeout);
    this.#dropIfIdle(instanceId);
  }

  #watchAbsence(instanceId: string, mailbox: Mailbox, limit: number): void {
    mailbox.away?.dispose();
    mailbox.away = this.#options.clock.after(limit, () => this.#giveUp(instanceId, mailbox, limit));
  }

  /** Ends what belongs to a controller that didn't come back. */
  #giveUp(instanceId: string, mailbox: Mailbox, limit: number): void {
    const { log, sessions } = this.#options;
    const left = this.#sessionsOf(instanceId);
    const stopped = left.filter(isActive).length;
    if (stopped > 0)
      log.info(
        `Controller ${instanceId} was away for ${limit / 1000} s: ${stopped} of its sessions are stopped.`,
      );
    dispose(mailbox);
    this.#mailboxes.delete(instanceId);
    for (const { metadata } of left) sessions.remove(metadata.name);
    this.#controllersLost.fire(instanceId);
  }

  /** Forgets a controller that is gone, has no sessions and would have nothing more to hear. */
  #dropIfIdle(instanceId: string): void {
    const mailbox = this.#mailboxes.get(instanceId);
    if (mailbox === undefined || mailbox.outbox.isConnected || !mailbox.outbox.isEmpty) return;
    if (this.#sessionsOf(instanceId).some(isActive)) return;
    dispose(mailbox);
    this.#mailboxes.delete(instanceId);
  }

  #sessionsOf(instanceId: string): readonly IdeSession[] {
    const { sessions } = this.#options;
    return sessions.list().filter((session) => isOwnedBy(session, instanceId));
  }
}

function dispose(mailbox: Mailbox): void {
  mailbox.away?.dispose();
  mailbox.outbox.dispose();
}
