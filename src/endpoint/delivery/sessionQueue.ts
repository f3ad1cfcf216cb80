import type { StoredOutput } from '../../sessions/logs/logFiles.ts';
import type { OutputStream } from '../../common/outputStream.ts';
import type { DeliveryCounts } from './deliveryCounts.ts';
import {
  divide,
  type Entry,
  getMemory,
  notificationEntry,
  type NotificationEntry,
  outputEntry,
  type OutputEntry,
  type Sendable,
  type StoredEntry,
} from './entry.ts';
import { countLeftOut, type Droppable, droppable, leaveOut } from './leftOut.ts';
import { Queue } from './queue.ts';
import { readLines } from './storedLines.ts';

/** The pending notifications and output of one session, in order, in memory or on disk. */
export class SessionQueue {
  readonly name: string;
  readonly #entries = new Queue<Entry>();
  /** The entries on disk at the end of the queue, which can be extended. */
  #tail: Partial<Record<OutputStream, StoredEntry>> = {};
  readonly #stored: StoredOutput;
  readonly #counts: DeliveryCounts;
  /** The size of the messages that may be dropped, in bytes. */
  readonly #droppable: Record<Droppable, number> = { minor: 0, error: 0 };
  /** How many messages were sent but are not confirmed. */
  unconfirmed = 0;

  /** `stored` is the stored output of the session. */
  constructor(name: string, stored: StoredOutput, counts: DeliveryCounts) {
    this.name = name;
    this.#stored = stored;
    this.#counts = counts;
  }

  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  push(entry: NotificationEntry | OutputEntry): void {
    this.#tail = {};
    this.#entries.push(entry);
    this.#count(entry, 1);
  }

  /** Adds output that is on disk only. */
  pushStored(stream: OutputStream, start: number, end: number): void {
    const tail = this.#tail[stream];
    if (tail !== undefined) {
      tail.end = end;
      return;
    }
    const entry: StoredEntry = { kind: 'stored', stream, start, end };
    this.#tail[stream] = entry;
    this.#entries.push(entry);
  }

  /** Takes the content of the next message, of at most about `limit` bytes; `undefined` if none is in memory. */
  take(limit: number): Sendable | undefined {
    const { first } = this.#entries;
    if (first === undefined || first.kind === 'stored') return undefined;
    this.#entries.shift();
    this.#count(first, -1);
    if (first.kind === 'notification') return [first];
    const [piece, rest] = divide(first, limit);
    if (rest !== undefined) this.#entries.unshift(rest);
    const taken: [OutputEntry, ...OutputEntry[]] = [piece];
    let left = limit - piece.bytes.length;
    let end = piece.start + piece.bytes.length;
    for (;;) {
      const next = this.#entries.first;
      if (next?.kind !== 'output' || next.stream !== piece.stream) return taken;
      // A line end between them was omitted, so they need separate messages.
      if (next.start !== end) return taken;
      left -= next.bytes.length;
      end += next.bytes.length;
      if (left < 0) return taken;
      this.#entries.shift();
      taken.push(next);
    }
  }

  /** Puts unconfirmed entries back in front. */
  putBack(entries: readonly Entry[]): void {
    this.#entries.unshift(...entries);
    for (const entry of entries) this.#count(entry, 1);
  }

  /** The size of the messages of a kind that may be dropped, in bytes. */
  droppable(kind: Droppable): number {
    return this.#droppable[kind];
  }

  /** Drops the oldest messages of a kind. Returns the number of bytes freed. */
  leaveOut(kind: Droppable, wanted: number): number {
    const before = this.#entries.clear();
    const after = leaveOut(this.name, before, kind, wanted);
    this.#counts.droppedMessages += countLeftOut(after) - countLeftOut(before);
    for (const entry of before) this.#count(entry, -1);
    for (const entry of after) {
      this.#entries.push(entry);
      this.#count(entry, 1);
    }
    return getMemory(before) - getMemory(after);
  }

  /**
   * Reads the next output back from disk, skipping lost output. Resolves to the memory that it uses, in
   * bytes.
   */
  async readBack(): Promise<number> {
    let lost = 0;
    for (let entry = this.#entries.first; entry?.kind === 'stored'; entry = this.#entries.first) {
      const { end, start, stream } = entry;
      const reading = await readLines(this.#stored, stream, start, end);
      // Earlier entries may have been put back during the read.
      if (this.#entries.first !== entry) break;
      entry.start += reading.kind === 'lost' ? reading.count : reading.bytes.length;
      if (entry.start === entry.end) this.#dropStored(entry);
      if (reading.kind === 'lost') lost += reading.count;
      else return this.#putRead(lost, [outputEntry(stream, start, reading.bytes)]);
    }
    return this.#putRead(lost, []);
  }

  dispose(): void {
    this.#stored.dispose();
  }

  #count(entry: Entry, sign: 1 | -1): void {
    if (entry.kind !== 'notification') return;
    const kind = droppable(entry);
    if (kind !== undefined) this.#droppable[kind] += sign * entry.size;
  }

  #dropStored(entry: StoredEntry): void {
    this.#entries.shift();
    if (this.#tail[entry.stream] === entry)
      this.#tail = { ...this.#tail, [entry.stream]: undefined };
  }

  /** Puts output that was read in front, after a message about lost output. */
  #putRead(lost: number, read: readonly OutputEntry[]): number {
    this.#counts.lostBytes += lost;
    const entries = lost === 0 ? read : [lossMessage(this.name, lost), ...read];
    this.putBack(entries);
    return getMemory(entries);
  }
}

function lossMessage(session_id: string, bytes: number): NotificationEntry {
  return notificationEntry({
    notification_type: 'sessionMessage',
    session_id,
    level: 'info',
    message: `${bytes} bytes of output of this session were lost: the controller did not read fast enough, and they have been deleted from the session's log file.`,
  });
}
