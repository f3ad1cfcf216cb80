import { type Deferred, deferred } from '../../common/deferred.ts';
import type { Disposable } from '../../common/disposable.ts';
import type { Notification } from '../../protocol/notifications.ts';
import type { StoredOutput } from '../../sessions/logs/logFiles.ts';
import type { OutputReport } from '../../sessions/sessionRun.ts';
import type { Sent } from './attachment.ts';
import { keepBound } from './bound.ts';
import { memoryOf, notificationEntry, outputEntry, type Sendable } from './entry.ts';
import { Lane } from './lane.ts';
import { Queue } from './queue.ts';

export interface BacklogOptions {
  /** How much it may take of the memory, in bytes; states are kept beyond it. */
  readonly outboxLimit: number;
  /** Gives access to what a session's program has written. */
  readonly holdOutput: (name: string) => StoredOutput;
}

/** Which part of the bound is for messages alone, so that no flood of output takes their place. */
const messageShare = 1 / 4;

/**
 * What one controller has not heard or not confirmed yet: a lane for each session, and whose turn it is.
 * Output beyond the bound stays in the sessions' log files, and the oldest messages are left out.
 */
export class Backlog implements Disposable {
  readonly #options: BacklogOptions;
  readonly #lanes = new Map<string, Lane>();
  /** Lanes that have something to say, each once. */
  readonly #turns = new Queue<Lane>();
  /** What waits in memory, in bytes. */
  #held = 0;
  #empty: Deferred<void> | undefined;

  constructor(options: BacklogOptions) {
    this.#options = options;
  }

  /** Whether all that there was is confirmed. */
  get isEmpty(): boolean {
    return this.#lanes.size === 0;
  }

  push(notification: Notification): void {
    const entry = notificationEntry(notification);
    this.#held += entry.size;
    this.#change(notification.session_id, (lane) => lane.push(entry));
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

  /** The lane whose turn it is. It gets another turn by {@link noteTaken} or {@link noteRead}. */
  nextLane(): Lane | undefined {
    return this.#turns.shift();
  }

  /** Notes that these entries of the lane are sent, and unconfirmed from now on. */
  noteTaken(lane: Lane, entries: Sendable): void {
    if (!lane.isEmpty) this.#turns.push(lane);
    this.#held -= memoryOf(entries);
    lane.unconfirmed++;
  }

  /** Notes that so many bytes of the lane were read back into memory. */
  noteRead(lane: Lane, size: number): void {
    this.#held += size;
    // What was read is sent first, so that it doesn't pile up in memory.
    if (!lane.isEmpty) this.#turns.unshift(lane);
    this.#release(lane);
  }

  /** Notes that the controller has confirmed a message of the lane. */
  noteConfirmed(lane: Lane): void {
    lane.unconfirmed--;
    this.#release(lane);
  }

  /** Takes back messages that the controller has not confirmed, given in the order in which they were sent. */
  putBack(unconfirmed: readonly Sent[]): void {
    for (const { kept, lane } of unconfirmed.toReversed()) {
      if (lane.isEmpty) this.#turns.push(lane);
      lane.putBack(kept);
      for (const entry of kept) if (entry.kind === 'notification') this.#held += entry.size;
      lane.unconfirmed--;
    }
    this.keepBound();
  }

  /** Leaves out messages beyond the bound. */
  keepBound(): void {
    this.#held -= keepBound(this.#lanes, this.#held, this.#options.outboxLimit);
  }

  /** Resolves when all is confirmed. */
  flushed(): Promise<void> {
    if (this.isEmpty) return Promise.resolve();
    this.#empty ??= deferred();
    return this.#empty.promise;
  }

  dispose(): void {
    for (const lane of this.#lanes.values()) lane.dispose();
    this.#lanes.clear();
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
}
