import type { Clock } from '../../common/clock.ts';
import { type Deferred, deferred } from '../../common/deferred.ts';
import type { Disposable } from '../../common/disposable.ts';
import type { Notification } from '../../protocol/notifications.ts';
import type { StoredOutput } from '../../sessions/logFiles.ts';
import type { OutputReport } from '../../sessions/sessionRun.ts';
import { Attachment, type Sent } from './attachment.ts';
import { keepBound } from './bound.ts';
import { type Connection, leave } from './connection.ts';
import {
  keptOf,
  memoryOf,
  notificationEntry,
  type NotificationEntry,
  outputEntry,
  type StoredEntry,
} from './entry.ts';
import { Lane } from './lane.ts';
import type { Messages } from './messages.ts';
import { Queue } from './queue.ts';
import { ReadBack } from './readBack.ts';

export interface OutboxOptions {
  readonly clock: Clock;
  /** How much the backlog may take of the memory, in bytes; states are kept beyond it. */
  readonly outboxLimit: number;
  /** How long a controller may take to answer a ping, in milliseconds. */
  readonly silenceLimit: number;
  readonly messages: Messages;
  /** Gives access to what a session's program has written. */
  readonly holdOutput: (name: string) => StoredOutput;
  /** Told before a connection is dropped whose controller has not answered. */
  readonly onSilence: () => void;
  /** Told when the controller has confirmed the end of this session. */
  readonly onEndHeard: (name: string) => void;
  /** Told when a connection has ended and no other has taken over, with the WebSocket status code. */
  readonly onEnd: (code: number) => void;
}

/** How much neighbouring output makes one message at most, in bytes. */
const longestMessage = 64 * 1024;
/** How many messages are handed over before other work gets its turn. */
const mostAtOnce = 256;
/** Which part of the bound is for messages alone, so that no flood of output takes their place. */
const messageShare = 1 / 4;

/**
 * What one controller is to hear: in order for each session, session by session in turns. Bounded in
 * memory: output beyond that stays in the sessions' log files and is read back when its turn has come,
 * and the oldest messages are left out.
 * What the controller has not confirmed when its connection ends is sent again by the next one.
 */
export class Outbox implements Disposable {
  readonly #options: OutboxOptions;
  readonly #lanes = new Map<string, Lane>();
  /** Lanes that have something to say, each once. */
  readonly #turns = new Queue<Lane>();
  readonly #readBack = new ReadBack((lane, size) => this.#takeRead(lane, size));
  #attachment: Attachment | undefined;
  /** What waits in memory, in bytes. */
  #held = 0;
  #isSending = false;
  #resumption: NodeJS.Immediate | undefined;
  #empty: Deferred<void> | undefined;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  get isConnected(): boolean {
    return this.#attachment !== undefined;
  }

  /** Whether all that there was is confirmed. */
  get isEmpty(): boolean {
    return this.#lanes.size === 0;
  }

  push(notification: Notification): void {
    const entry = notificationEntry(notification);
    this.#held += entry.size;
    this.#change(notification.session_id, (lane) => lane.push(entry));
    this.#keepBound();
  }

  pushOutput(name: string, { bytes, start, stream }: OutputReport): void {
    const entry = outputEntry(stream, start, bytes);
    const limit = this.#options.outboxLimit * (1 - messageShare);
    if (this.#held + entry.size > limit) {
      this.#change(name, (lane) => lane.pushStored(stream, start, start + bytes.length));
      return;
    }
    this.#held += entry.size;
    this.#change(name, (lane) => lane.push(entry));
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
    if (this.isEmpty) return Promise.resolve();
    this.#empty ??= deferred();
    return this.#empty.promise;
  }

  close(code: number, reason: string): void {
    this.#attachment?.connection.close(code, reason);
  }

  dispose(): void {
    this.#attachment?.dispose();
    this.#attachment = undefined;
    for (const lane of this.#lanes.values()) lane.dispose();
    this.#lanes.clear();
    if (this.#resumption !== undefined) clearImmediate(this.#resumption);
  }

  #change(name: string, change: (lane: Lane) => void): void {
    let lane = this.#lanes.get(name);
    if (lane === undefined) {
      lane = new Lane(name, this.#options.holdOutput(name));
      this.#lanes.set(name, lane);
    }
    const hasTurn = !lane.isEmpty;
    change(lane);
    if (!hasTurn) this.#turns.push(lane);
    this.#send();
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
    const lane = this.#turns.shift();
    if (lane === undefined) return false;
    const entries = lane.take(Math.min(longestMessage, attachment.messageSize));
    if (entries === undefined) {
      this.#readBack.push(lane);
      return true;
    }
    if (!lane.isEmpty) this.#turns.push(lane);
    const size = memoryOf(entries);
    const sent = { lane, kept: keptOf(entries) };
    this.#held -= size;
    lane.unconfirmed++;
    const message = this.#options.messages.make(lane.name, entries, attachment.connection.version);
    if (message === undefined) this.#confirm([sent]);
    else attachment.send(message, sent);
    return true;
  }

  #takeRead(lane: Lane, size: number): void {
    this.#held += size;
    // What was read is sent first, so that it doesn't pile up in memory.
    if (!lane.isEmpty) this.#turns.unshift(lane);
    this.#release(lane);
    this.#send();
  }

  #confirm(all: readonly Sent[]): void {
    for (const { kept, lane } of all) {
      lane.unconfirmed--;
      this.#release(lane);
      if (kept.some(isEnd)) this.#options.onEndHeard(lane.name);
    }
    this.#send();
  }

  /** Forgets a lane that has nothing more to say. */
  #release(lane: Lane): void {
    if (!lane.isEmpty || lane.unconfirmed > 0) return;
    lane.dispose();
    this.#lanes.delete(lane.name);
    if (!this.isEmpty) return;
    this.#empty?.resolve();
    this.#empty = undefined;
  }

  /** Takes back what the controller didn't confirm. */
  #detach(): Connection | undefined {
    const attachment = this.#attachment;
    this.#attachment = undefined;
    if (attachment === undefined) return undefined;
    for (const { kept, lane } of attachment.unconfirmed().toReversed()) {
      if (lane.isEmpty) this.#turns.push(lane);
      lane.putBack(kept);
      for (const entry of kept) if (entry.kind === 'notification') this.#held += entry.size;
      lane.unconfirmed--;
    }
    attachment.dispose();
    this.#keepBound();
    return attachment.connection;
  }

  /** Leaves out messages beyond the bound. */
  #keepBound(): void {
    this.#held -= keepBound(this.#lanes, this.#held, this.#options.outboxLimit);
  }
}

function isEnd(entry: NotificationEntry | StoredEntry): boolean {
  return (
    entry.kind === 'notification' && entry.notification.notification_type === 'sessionTerminated'
  );
}
