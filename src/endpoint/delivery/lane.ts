import type { StoredOutput } from '../../sessions/logs/logFiles.ts';
import type { OutputStream } from '../../common/outputStream.ts';
import {
  divide,
  type Entry,
  memoryOf,
  notificationEntry,
  type NotificationEntry,
  outputEntry,
  type OutputEntry,
  type Sendable,
  type StoredEntry,
} from './entry.ts';
import { type Dispensable, dispensable, leaveOut } from './leftOut.ts';
import { Queue } from './queue.ts';
import { readLines } from './storedLines.ts';

/** What one controller is to hear of one session, in order, in memory or on the disk. */
export class Lane {
  readonly name: string;
  readonly #entries = new Queue<Entry>();
  /** What lies on the disk at the end of the lane, to which more can be added. */
  #tail: Partial<Record<OutputStream, StoredEntry>> = {};
  readonly #stored: StoredOutput;
  /** How much waits that may be left out, in bytes. */
  readonly #dispensable: Record<Dispensable, number> = { minor: 0, error: 0 };
  /** How many messages were sent and not yet confirmed. */
  unconfirmed = 0;

  /** `stored` is what the session's program has written. */
  constructor(name: string, stored: StoredOutput) {
    this.name = name;
    this.#stored = stored;
  }

  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  push(entry: NotificationEntry | OutputEntry): void {
    this.#tail = {};
    this.#entries.push(entry);
    this.#count(entry, 1);
  }

  /** Adds output that is on the disk only. */
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

  /** Takes what makes the next message, with about so many bytes at most; nothing if there is none in memory. */
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
      // Between them is the end of a line, which the message's own end stands for.
      if (next.start !== end) return taken;
      left -= next.bytes.length;
      end += next.bytes.length;
      if (left < 0) return taken;
      this.#entries.shift();
      taken.push(next);
    }
  }

  /** Puts in front what was taken and not confirmed. */
  putBack(entries: readonly Entry[]): void {
    this.#entries.unshift(...entries);
    for (const entry of entries) this.#count(entry, 1);
  }

  /** How much of this kind could be left out, in bytes. */
  dispensable(kind: Dispensable): number {
    return this.#dispensable[kind];
  }

  /** Leaves out the oldest messages of a kind, of which there are some; returns how many bytes that frees. */
  leaveOut(kind: Dispensable, wanted: number): number {
    const before = this.#entries.clear();
    const after = leaveOut(this.name, before, kind, wanted);
    for (const entry of before) this.#count(entry, -1);
    for (const entry of after) {
      this.#entries.push(entry);
      this.#count(entry, 1);
    }
    return memoryOf(before) - memoryOf(after);
  }

  /**
   * Reads back the next of what is on the disk, past all that is lost before it; resolves to how much
   * memory it takes now, in bytes.
   */
  async readBack(): Promise<number> {
    let lost = 0;
    for (let entry = this.#entries.first; entry?.kind === 'stored'; entry = this.#entries.first) {
      const { end, start, stream } = entry;
      const reading = await readLines(this.#stored, stream, start, end);
      // What was sent before it may have been put back meanwhile.
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
    const kind = dispensable(entry);
    if (kind !== undefined) this.#dispensable[kind] += sign * entry.size;
  }

  #dropStored(entry: StoredEntry): void {
    this.#entries.shift();
    if (this.#tail[entry.stream] === entry)
      this.#tail = { ...this.#tail, [entry.stream]: undefined };
  }

  /** Puts in front what was read, after a message that says how much before it is lost. */
  #putRead(lost: number, read: readonly OutputEntry[]): number {
    const entries = lost === 0 ? read : [lossMessage(this.name, lost), ...read];
    this.putBack(entries);
    return memoryOf(entries);
  }
}

function lossMessage(session_id: string, bytes: number): NotificationEntry {
  return notificationEntry({
    notification_type: 'sessionMessage',
    session_id,
    level: 'info',
    message: `${bytes} bytes of this session's output can't be delivered any more: the controller was behind, and they are no longer in the session's log file.`,
  });
}
