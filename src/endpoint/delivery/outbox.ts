import type { Disposable } from '../../common/disposable.ts';
import type { Notification } from '../../protocol/notifications.ts';
import type { OutputReport } from '../../sessions/sessionRun.ts';
import { Attachment, type AttachmentOptions, type Sent } from './attachment.ts';
import { Backlog, type BacklogOptions } from './backlog.ts';
import { type Connection, leave } from './connection.ts';
import { keptOf, type NotificationEntry, type StoredEntry } from './entry.ts';
import type { Messages } from './messages.ts';
import { ReadBack } from './readBack.ts';

export interface OutboxOptions
  extends BacklogOptions, Pick<AttachmentOptions, 'clock' | 'silenceLimit' | 'onSilence'> {
  readonly messages: Messages;
  /** Told when the controller has confirmed the end of this session. */
  readonly onEndHeard: (name: string) => void;
  /** Told when a connection has ended and no other has taken over, with the WebSocket status code. */
  readonly onEnd: (code: number) => void;
}

/** How much neighbouring output makes one message at most, in bytes. */
const longestMessage = 64 * 1024;
/** How many messages are handed over before other work gets its turn. */
const mostAtOnce = 256;

/**
 * Sends what one controller is to hear: in order for each session, session by session in turns. What the
 * controller has not confirmed when its connection ends is sent again by the next one.
 */
export class Outbox implements Disposable {
  readonly #options: OutboxOptions;
  readonly #backlog: Backlog;
  readonly #readBack = new ReadBack((lane, size) => {
    this.#backlog.noteRead(lane, size);
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

  /** Whether all that there was is confirmed. */
  get isEmpty(): boolean {
    return this.#backlog.isEmpty;
  }

  push(notification: Notification): void {
    this.#backlog.push(notification);
    this.#send();
    // Only now: what can be sent at once is never left out.
    this.#backlog.keepBound();
  }

  pushOutput(name: string, report: OutputReport): void {
    this.#backlog.pushOutput(name, report);
    this.#send();
  }

  /** Sends by this connection from now on; one that was in use before is closed. */
  attach(connection: Connection): void {
    const former = this.#detach();
    if (former) leave(former, 1000, 'Another connection of the same controller took over.');
    const { onEnd } = this.#options;
    this.#attachment = new Attachment(connection, {
      ...this.#options,
      onConfirmed: (sent) => this.#confirm(sent),
      onEnd: (code) => {
        this.#detach();
        onEnd(code);
      },
    });
    this.#send();
  }

  /** Resolves when all is confirmed. */
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
    while (count < mostAtOnce && this.#takeTurn()) count++;
    if (count === mostAtOnce) {
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

  /** Lets the next lane send one message; false if none can. */
  #takeTurn(): boolean {
    const attachment = this.#attachment;
    if (attachment === undefined || !attachment.hasRoom) return false;
    const lane = this.#backlog.nextLane();
    if (lane === undefined) return false;
    const entries = lane.take(Math.min(longestMessage, attachment.messageSize));
    if (entries === undefined) {
      this.#readBack.push(lane);
      return true;
    }
    this.#backlog.noteTaken(lane, entries);
    const sent = { lane, kept: keptOf(entries) };
    const message = this.#options.messages.make(lane.name, entries, attachment.connection.version);
    if (message === undefined) this.#confirm([sent]);
    else attachment.send(message, sent);
    return true;
  }

  #confirm(all: readonly Sent[]): void {
    for (const { kept, lane } of all) {
      this.#backlog.noteConfirmed(lane);
      if (kept.some(isEnd)) this.#options.onEndHeard(lane.name);
    }
    this.#send();
  }

  /** Takes back what the controller didn't confirm. */
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
