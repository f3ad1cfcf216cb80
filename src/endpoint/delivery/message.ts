import { isUtf8 } from 'node:buffer';
import { isKnownTo } from '../../protocol/notifications.ts';
import type { ProtocolVersion } from '../../protocol/versions.ts';
import { toText } from '../../sessions/wholeLines.ts';
import type { OutputEntry, Sendable } from './entry.ts';

/** For each byte the escape that it needs in a JSON string (RFC 8259, section 7); others stand for themselves. */
const escapes = Array.from({ length: 256 }, (_, byte) => {
  const isPlain = byte >= 0x20 && byte !== 0x22 && byte !== 0x5c;
  return isPlain ? undefined : Buffer.from(JSON.stringify(String.fromCharCode(byte)).slice(1, -1));
});
const needsEscape = Uint8Array.from(escapes, (escape) => (escape === undefined ? 0 : 1));
const longestEscape = 6;
const lineFeed = 0x0a;
const backslash = 0x5c;
const letterN = 0x6e;

/** Where most messages are put together before they are copied; longer ones get a place of their own. */
const workplace = Buffer.allocUnsafeSlow(longestEscape * 64 * 1024);

/** The WebSocket message that entries make, or nothing where a controller of this version doesn't know its kind. */
export function messageOf(
  name: string,
  entries: Sendable,
  version: ProtocolVersion,
): Buffer | undefined {
  const [first] = entries;
  if (first.kind === 'output') return logMessage(name, entries as readonly OutputEntry[]);
  const { notification } = first;
  return isKnownTo(version, notification) ? Buffer.from(JSON.stringify(notification)) : undefined;
}

/**
 * The notification `serviceLogs` as JSON in UTF-8, made of output without a way through strings, which
 * would cost most of the time of a flood. Bytes that are no UTF-8 become U+FFFD.
 */
function logMessage(session_id: string, entries: readonly OutputEntry[]): Buffer {
  const is_std_err = entries[0]?.stream === 'stderr';
  const empty = { notification_type: 'serviceLogs', session_id, is_std_err, log_message: '' };
  const head = JSON.stringify(empty).slice(0, -'"}'.length);
  const size = entries.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const most = (size + head.length) * longestEscape;
  const place = most <= workplace.length ? workplace : Buffer.allocUnsafeSlow(most);
  let end = place.write(head, 'utf8');
  for (const { bytes } of entries) end = escapeInto(place, end, wellFormed(bytes));
  end += place.write('"}', end, 'latin1');
  return Buffer.from(place.subarray(0, end));
}

function wellFormed(bytes: Uint8Array): Uint8Array {
  return isUtf8(bytes) ? bytes : Buffer.from(toText(bytes));
}

/** Writes bytes with their escapes, and gives where they end. */
function escapeInto(place: Buffer, start: number, bytes: Uint8Array): number {
  let end = start;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] as number;
    if (needsEscape[byte] === 0) place[end++] = byte;
    else if (byte === lineFeed) {
      place[end++] = backslash;
      place[end++] = letterN;
    } else for (const part of escapes[byte] ?? []) place[end++] = part;
  }
  return end;
}
