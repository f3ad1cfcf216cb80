import { isUtf8 } from 'node:buffer';
import { EOL } from 'node:os';
import { isKnownTo } from '../../protocol/notifications.ts';
import type { ProtocolVersion } from '../../protocol/versions.ts';
import { toText } from '../../common/wholeLines.ts';
import type { OutputEntry, Sendable } from './entry.ts';
import { maxEscapedSize, writeEscaped } from './jsonText.ts';

/** A WebSocket message. `release` is called when its bytes are not needed any more. */
export interface Message {
  readonly bytes: Uint8Array;
  /** How many lines of output it contains. */
  readonly lines: number;
  readonly release: () => void;
}

/** The size of reused buffers in bytes, and how many are kept. */
const usualSize = 96 * 1024;
const maxReady = 32;

/**
 * Creates messages from entries. Output is converted to JSON without strings and in reused buffers, since
 * either would dominate the cost when there is a lot of output.
 */
export class Messages {
  readonly #ready: Buffer[] = [];
  readonly #lineEnd: string;

  /** `lineEnd` is the line end of the platform, which controllers append to each log message. */
  constructor(lineEnd: string = EOL) {
    this.#lineEnd = lineEnd;
  }

  /** Creates a message; `undefined` if controllers of this version don't know its kind. */
  make(name: string, entries: Sendable, version: ProtocolVersion): Message | undefined {
    const [first] = entries;
    if (first.kind === 'output') return this.#logMessage(name, entries as readonly OutputEntry[]);
    const { notification } = first;
    if (!isKnownTo(version, notification)) return undefined;
    return { bytes: Buffer.from(JSON.stringify(notification)), lines: 0, release() {} };
  }

  /**
   * Creates the notification `serviceLogs`, without the last line end, which the controller appends. Invalid
   * UTF-8 is replaced by U+FFFD.
   */
  #logMessage(session_id: string, entries: readonly OutputEntry[]): Message {
    const is_std_err = entries[0]?.stream === 'stderr';
    const empty = { notification_type: 'serviceLogs', session_id, is_std_err, log_message: '' };
    const head = Buffer.from(JSON.stringify(empty).slice(0, -tail.length));
    const texts = entries.map(({ bytes }, index) => {
      const text = index === entries.length - 1 ? this.#withoutLineEnd(bytes) : bytes;
      return isUtf8(text) ? text : Buffer.from(toText(text));
    });
    const place = this.#ready.pop() ?? Buffer.allocUnsafeSlow(usualSize);
    const release = (): void => {
      if (this.#ready.length < maxReady) this.#ready.push(place);
    };
    const written = write(place, head, texts);
    if (written !== undefined) return { ...written, release };
    release();
    const most = texts.reduce((sum, text) => sum + maxEscapedSize(text), head.length + tail.length);
    const large = write(Buffer.allocUnsafeSlow(most), head, texts);
    return { ...(large ?? { bytes: Buffer.of(), lines: 0 }), release() {} };
  }

  /** Removes the line end that the controller appends. On POSIX, a CR before it is part of the line. */
  #withoutLineEnd(bytes: Uint8Array): Uint8Array {
    const { length } = bytes;
    if (bytes[length - 1] !== lineFeed) return bytes;
    const isAppended = this.#lineEnd === '\r\n' && bytes[length - 2] === carriageReturn;
    return bytes.subarray(0, length - (isAppended ? 2 : 1));
  }
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Returns `undefined` if there is too little room. */
function write(
  place: Buffer,
  head: Buffer,
  texts: readonly Uint8Array[],
): Omit<Message, 'release'> | undefined {
  const count = { lineFeeds: 0 };
  let end: number | undefined = head.copy(place);
  for (const text of texts) {
    end = writeEscaped(place, end, text, count);
    if (end === undefined) return undefined;
  }
  if (end + tail.length > place.length) return undefined;
  // The last line has no line end.
  return { bytes: place.subarray(0, end + tail.copy(place, end)), lines: count.lineFeeds + 1 };
}

const tail = Buffer.from('"}');
