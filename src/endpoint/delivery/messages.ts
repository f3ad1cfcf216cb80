import { isUtf8 } from 'node:buffer';
import { isKnownTo } from '../../protocol/notifications.ts';
import type { ProtocolVersion } from '../../protocol/versions.ts';
import { toText } from '../../sessions/wholeLines.ts';
import type { OutputEntry, Sendable } from './entry.ts';
import { mostEscaped, writeEscaped } from './jsonText.ts';

/** A WebSocket message; `release` is called when its bytes are no longer needed. */
export interface Message {
  readonly bytes: Uint8Array;
  readonly release: () => void;
}

/** How large a buffer is that is used again, in bytes, and how many lie ready. */
const usualSize = 96 * 1024;
const mostReady = 32;

/**
 * Makes messages of entries. Output becomes JSON without a way through strings, in buffers that are
 * used again: in a flood both would cost more than all the rest.
 */
export class Messages {
  readonly #ready: Buffer[] = [];

  /** One message, or none where a controller of this version does not know its kind. */
  make(name: string, entries: Sendable, version: ProtocolVersion): Message | undefined {
    const [first] = entries;
    if (first.kind === 'output') return this.#logMessage(name, entries as readonly OutputEntry[]);
    const { notification } = first;
    if (!isKnownTo(version, notification)) return undefined;
    return { bytes: Buffer.from(JSON.stringify(notification)), release() {} };
  }

  /** The notification `serviceLogs`; bytes that are no UTF-8 become U+FFFD. */
  #logMessage(session_id: string, entries: readonly OutputEntry[]): Message {
    const is_std_err = entries[0]?.stream === 'stderr';
    const empty = { notification_type: 'serviceLogs', session_id, is_std_err, log_message: '' };
    const head = Buffer.from(JSON.stringify(empty).slice(0, -tail.length));
    const texts = entries.map(({ bytes }) => (isUtf8(bytes) ? bytes : Buffer.from(toText(bytes))));
    const place = this.#ready.pop() ?? Buffer.allocUnsafeSlow(usualSize);
    const release = (): void => {
      if (this.#ready.length < mostReady) this.#ready.push(place);
    };
    const bytes = write(place, head, texts);
    if (bytes !== undefined) return { bytes, release };
    release();
    const most = texts.reduce((sum, text) => sum + mostEscaped(text), head.length + tail.length);
    const large = write(Buffer.allocUnsafeSlow(most), head, texts) ?? Buffer.of();
    return { bytes: large, release() {} };
  }
}

function write(place: Buffer, head: Buffer, texts: readonly Uint8Array[]): Buffer | undefined {
  let end: number | undefined = head.copy(place);
  for (const text of texts) {
    end = writeEscaped(place, end, text);
    if (end === undefined) return undefined;
  }
  return end + tail.length > place.length
    ? undefined
    : place.subarray(0, end + tail.copy(place, end));
}

const tail = Buffer.from('"}');
