import { type Deferred, deferred } from '../../common/deferred.ts';
import type { Disposable } from '../../common/disposable.ts';
import type { Notification } from '../../protocol/notifications.ts';
import type { StoredOutput } from '../../sessions/logs/logFiles.ts';
import type { OutputReport } from '../../sessions/sessionRun.ts';
import type { Sent } from './attachment.ts';
import { keepBound } from './bound.ts';
import type { DeliveryCounts } from './deliveryCounts.ts';
import { droppable } from './leftOut.ts';
import { getMemory, notificationEntry, outputEntry, type Sendable } from './entry.ts';
import { SessionQueue } from './sessionQueue.ts';
import { Queue } from './queue.ts';

export interface BacklogOptions {
  /** The memory limit in bytes. State notifications are kept beyond it. */
  readonly outboxLimit: number;
  /** Returns the stored output of a session. */
  readonly holdOutput: (name: string) => StoredOutput;
  readonly counts: DeliveryCounts;
}

/** The share of the limit that is reserved for messages, so that output can't crowd them out. */
const messageShare = 1 / 4;

/**
 * The notifications that one controller has not confirmed yet: a queue for each session, served in turns.
 * Beyond the limit, output is kept in the sessions' log files only, and the oldest messages are dropped.
 */
export class Backlog implements Disposable {
  readonly #options: BacklogOptions;
  readonly #queues = new Map<string, SessionQueue>();
  /** Queues with something to send, each once. */
  readonly #turns = new Queue<SessionQueue>();
  /** The memory in use, in bytes. */
  #held = 0;
  /** Whether some messages may be dropped, so that states beyond the limit don't search for them. */
  #hasDroppable = false;
  #empty: Deferred<void> | undefined;

  constructor(options: BacklogOptions) {
    this.#options = options;
  }

  /** Whether everything is confirmed. */
  get isEmpty(): boolean {
    return this.#queues.size === 0;
  }

  push(notification: Notification): void {
    const entry = notificationEntry(notification);
    if (droppable(entry) !== undefined) this.#hasDroppable = true;
    this.#held += entry.size;
    this.#change(notification.session_id, (queue) => queue.push(entry));
  }

  pushOutput(name: string, { bytes, start, stream }: OutputReport): void {
    const entry = outputEntry(stream, start, bytes);
    const limit = this.#options.outboxLimit * (1 - messageShare);
    if (this.#held + entry.size > limit) {
      this.#change(name, (queue) => queue.pushStored(stream, start, start + bytes.length));
      return;
    }
    this.#held += entry.size;
    this.#change(name, (queue) => queue.push(entry));
  }

  /** Returns the queue whose turn it is. {@link noteTaken} and {@link noteRead} give it another turn. */
  nextQueue(): SessionQueue | undefined {
    return this.#turns.shift();
  }

  /** Records that entries of the queue were sent and are unconfirmed. */
  noteTaken(queue: SessionQueue, entries: Sendable): void {
    if (!queue.isEmpty) this.#turns.push(queue);
    this.#held -= getMemory(entries);
    queue.unconfirmed++;
  }

  /** Records that `size` bytes of the queue were read back into memory. */
  noteRead(queue: SessionQueue, size: number): void {
    this.#held += size;
    // It may contain a message about lost output.
    this.#hasDroppable = true;
    // It is sent next, so that it doesn't pile up in memory.
    if (!queue.isEmpty) this.#turns.unshift(queue);
    this.#release(queue);
  }

  /** Records that the controller has confirmed a message of the queue. */
  noteConfirmed(queue: SessionQueue): void {
    queue.unconfirmed--;
    this.#release(queue);
  }

  /** Puts unconfirmed messages back, given in the order in which they were sent. */
  putBack(unconfirmed: readonly Sent[]): void {
    for (const { kept, queue } of unconfirmed.toReversed()) {
      if (queue.isEmpty) this.#turns.push(queue);
      queue.putBack(kept);
      for (const entry of kept) if (entry.kind === 'notification') this.#held += entry.size;
      queue.unconfirmed--;
    }
    this.#hasDroppable = true;
    this.keepBound();
  }

  /** Drops messages beyond the limit. */
  keepBound(): void {
    const { outboxLimit } = this.#options;
    if (this.#held <= outboxLimit || !this.#hasDroppable) return;
    this.#held -= keepBound(this.#queues, this.#held, outboxLimit);
    this.#hasDroppable = this.#held <= outboxLimit;
  }

  /** Resolves when everything is confirmed. */
  flushed(): Promise<void> {
    if (this.isEmpty) return Promise.resolve();
    this.#empty ??= deferred();
    return this.#empty.promise;
  }

  dispose(): void {
    for (const queue of this.#queues.values()) queue.dispose();
    this.#queues.clear();
  }

  #change(name: string, change: (queue: SessionQueue) => void): void {
    let queue = this.#queues.get(name);
    if (queue === undefined) {
      const { counts, holdOutput } = this.#options;
      queue = new SessionQueue(name, holdOutput(name), counts);
      this.#queues.set(name, queue);
    }
    const hasTurn = !queue.isEmpty;
    change(queue);
    if (!hasTurn) this.#turns.push(queue);
  }

  /** Removes a queue with nothing left to send or confirm. */
  #release(queue: SessionQueue): void {
    if (!queue.isEmpty || queue.unconfirmed > 0) return;
    queue.dispose();
    this.#queues.delete(queue.name);
    if (!this.isEmpty) return;
    this.#empty?.resolve();
    this.#empty = undefined;
  }
}
