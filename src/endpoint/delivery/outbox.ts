import type { Disposable } from '../../common/disposable.ts';
import type { Notification } from '../../protocol/notifications.ts';
import type { OutputReport } from '../../sessions/sessionRun.ts';
import { Attachment, type AttachmentOptions, type Sent } from './attachment.ts';
import { Backlog, type BacklogOptions } from './backlog.ts';
import { type Connection, leave } from './connection.ts';
import { getKept, type NotificationEntry, type StoredEntry } from './entry.ts';
import type { Messages } from './messages.ts';
import { ReadBack } from './readBack.ts';

export interface OutboxOptions
  extends BacklogOptions, Pick<AttachmentOptions, 'clock' | 'silenceLimit' | 'onSilence'> {
  readonly messages: Messages;
  /** Called when the controller has confirmed the end of a session. */
  readonly onEndHeard: (name: string) => void;
  /** Called when a connection has ended without being replaced, with the WebSocket status code. */
  readonly onEnd: (code: number) => void;
}

/** The maximum size of a message of adjacent output, in bytes. */
const longestMessage = 64 * 1024;
/** How many messages are sent in one turn of the event loop. */
const maxAtOnce = 256;

/**
 * Sends the notifications of one controller: in order for each session, with sessions taking turns. What
 * is unconfirmed when a connection ends is sent again over the next one.
 */
export class Outbox implements Disposable {
  readonly #options: OutboxOptions;
  readonly #backlog: Backlog;
  readonly #readBack = new ReadBack((queue, size) => {
    this.#backlog.noteRead(queue, size);
    this.#send();
  });
  #attachment: Attachment | undefined;
  #isSending = false;
  #resumption: NodeJS.Immediate | undefined;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#backlog = new Backlog(options);
  }

  get isConnected(): boolean {
    return this.#attachment !== undefined;
  }

  /** Whether everything is confirmed. */
  get isEmpty(): boolean {
    return this.#backlog.isEmpty;
  }

  push(notification: Notification): void {
    this.#backlog.push(notification);
    this.#send();
    // After sending, so that what can be sent immediately is never dropped.
    this.#backlog.keepBound();
  }

  pushOutput(name: string, report: OutputReport): void {
    this.#backlog.pushOutput(name, report);
    this.#send();
  }

  /** Uses this connection from now on and closes the previous one. */
  attach(connection: Connection): void {
    const former = this.#detach();
    if (former) leave(former, 1000, 'Another connection of the same controller took over.');
    const { onEnd } = this.#options;
    this.#attachment = new Attachment(connection, {
      ...this.#options,
      onConfirmed: (sent) => {
        for (const { kept, lines } of sent) this.#options.counts.confirmed(kept, lines);
        this.#settle(sent);
      },
      onEnd: (code) => {
        this.#detach();
        onEnd(code);
      },
    });
    this.#send();
  }

  /** Resolves when everything is confirmed. */
  flushed(): Promise<void> {
    return this.#backlog.flushed();
  }

  close(code: number, reason: string): void {
    this.#attachment?.connection.close(code, reason);
  }

  dispose(): void {
    this.#attachment?.dispose();
    this.#attachment = undefined;
    this.#backlog.dispose();
    if (this.#resumption !== undefined) clearImmediate(this.#resumption);
  }

  #send(): void {
    if (this.#isSending) return;
    this.#isSending = true;
    let count = 0;
    while (count < maxAtOnce && this.#takeTurn()) count++;
    if (count === maxAtOnce) {
      this.#resumption = setImmediate(() => this.#resume());
      return;
    }
    this.#isSending = false;
    if (this.#attachment?.hasRoom === true) this.#readBack.begin();
    this.#attachment?.settle();
  }

  #resume(): void {
    this.#isSending = false;
    this.#send();
  }

  /** Sends one message of the next queue. Returns false if none can be sent. */
  #takeTurn(): boolean {
    const attachment = this.#attachment;
    if (attachment === undefined || !attachment.hasRoom) return false;
    const queue = this.#backlog.nextQueue();
    if (queue === undefined) return false;
    const entries = queue.take(Math.min(longestMessage, attachment.messageSize));
    if (entries === undefined) {
      this.#readBack.push(queue);
      return true;
    }
    this.#backlog.noteTaken(queue, entries);
    const message = this.#options.messages.make(queue.name, entries, attachment.connection.version);
    const sent = { queue, kept: getKept(entries), lines: message?.lines ?? 0 };
    if (message === undefined) this.#settle([sent]);
    else attachment.send(message, sent);
    return true;
  }

  /** Forgets messages that need not be sent again. */
  #settle(all: readonly Sent[]): void {
    for (const { kept, queue } of all) {
      this.#backlog.noteConfirmed(queue);
      if (kept.some(isEnd)) this.#options.onEndHeard(queue.name);
    }
    this.#send();
  }

  /** Puts the unconfirmed messages back. */
  #detach(): Connection | undefined {
    const attachment = this.#attachment;
    this.#attachment = undefined;
    if (attachment === undefined) return undefined;
    this.#backlog.putBack(attachment.unconfirmed());
    attachment.dispose();
    return attachment.connection;
  }
}

function isEnd(entry: NotificationEntry | StoredEntry): boolean {
  return (
    entry.kind === 'notification' && entry.notification.notification_type === 'sessionTerminated'
  );
}
