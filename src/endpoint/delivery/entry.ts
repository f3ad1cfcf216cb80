import type { Notification } from '../../protocol/notifications.ts';
import type { OutputStream } from '../../common/outputStream.ts';

/** An entry of a session's queue. `size` is its memory use in bytes. */
export type Entry = NotificationEntry | OutputEntry | StoredEntry;

export interface NotificationEntry {
  readonly kind: 'notification';
  readonly notification: Notification;
  readonly size: number;
  /** How many dropped messages it stands for. */
  readonly leftOut?: number;
}

/** Lines in memory, beginning at offset `start` of their stream. */
export interface OutputEntry {
  readonly kind: 'output';
  readonly stream: OutputStream;
  readonly start: number;
  readonly bytes: Uint8Array;
  readonly size: number;
}

/** Lines in the session's log file only, from offset `start` to `end`, exclusive. */
export interface StoredEntry {
  readonly kind: 'stored';
  readonly stream: OutputStream;
  start: number;
  end: number;
}

/** The content of one message: a notification, or adjacent output of one stream. */
export type Sendable = readonly [NotificationEntry] | readonly [OutputEntry, ...OutputEntry[]];

/** The approximate memory overhead of an entry, in bytes. */
const overhead = 256;

export function outputEntry(stream: OutputStream, start: number, bytes: Uint8Array): OutputEntry {
  return { kind: 'output', stream, start, bytes, size: bytes.length + overhead };
}

export function notificationEntry(notification: Notification): NotificationEntry {
  const text = 'message' in notification ? Buffer.byteLength(notification.message) : 0;
  return { kind: 'notification', notification, size: text + overhead };
}

const lineFeed = 0x0a;

/** Divides output after a whole line, so that the first part has at most `limit` bytes if possible. */
export function divide(entry: OutputEntry, limit: number): [OutputEntry, OutputEntry | undefined] {
  const { bytes, size, start } = entry;
  if (bytes.length <= limit) return [entry, undefined];
  const before = bytes.lastIndexOf(lineFeed, limit - 1) + 1;
  const end = before > 0 ? before : bytes.indexOf(lineFeed, limit) + 1;
  if (end === 0 || end === bytes.length) return [entry, undefined];
  // The total size stays the same.
  return [
    { ...entry, bytes: bytes.subarray(0, end), size: end },
    { ...entry, start: start + end, bytes: bytes.subarray(end), size: size - end },
  ];
}

/** Returns what is kept of a message until it is confirmed. Output can be read back. */
export function getKept(entries: Sendable): readonly (NotificationEntry | StoredEntry)[] {
  const [first] = entries;
  if (first.kind === 'notification') return [first];
  const outputs = entries as readonly OutputEntry[];
  return outputs.map(({ bytes, start, stream }) => {
    return { kind: 'stored', stream, start, end: start + bytes.length };
  });
}

/** Returns the memory use of entries in bytes. Entries on disk use none. */
export function getMemory(entries: readonly Entry[]): number {
  return entries.reduce((sum, entry) => sum + (entry.kind === 'stored' ? 0 : entry.size), 0);
}
