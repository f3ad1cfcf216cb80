import type { Log } from './log.ts';

/** Control characters, line and paragraph separators, and bidirectional formatting characters. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/**
 * Returns the text as one line without control characters. They are written as escapes such as `\u001b`,
 * line ends as `\n` and `\r`. Tabs are kept.
 */
export function printable(text: string): string {
  const parts: string[] = [];
  let end = 0;
  for (let index = text.search(unprintable); index >= 0 && index < text.length; index++) {
    const escape = toEscape(text.charCodeAt(index));
    if (escape === undefined) continue;
    if (index > end) parts.push(text.slice(end, index));
    parts.push(escape);
    end = index + 1;
  }
  return end === 0 ? text : parts.join('') + text.slice(end);
}

/** Replaces the middle of a text that is longer than `limit` characters by an ellipsis. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const half = Math.floor((limit - 1) / 2);
  return `${text.slice(0, half)}…${text.slice(-half)}`;
}

/** Wraps a log so that each entry is one printable line. */
export function printableLog(log: Log): Log {
  return {
    debug: (message) => log.debug(printable(message)),
    info: (message) => log.info(printable(message)),
    warn: (message) => log.warn(printable(message)),
    error: (message) => log.error(printable(message)),
  };
}

/** Returns the escape for a character code; `undefined` for a printable character. */
function toEscape(code: number): string | undefined {
  if (code > 0x7e) return isUnprintable(code) ? hexadecimal(code) : undefined;
  if (code >= 0x20 || code === 0x09) return undefined;
  if (code === 0x0a) return String.raw`\n`;
  return code === 0x0d ? String.raw`\r` : hexadecimal(code);
}

function isUnprintable(code: number): boolean {
  if (code < 0x200e) return code <= 0x9f || code === 0x061c;
  if (code > 0x202e) return code >= 0x2066 && code <= 0x2069;
  return code <= 0x200f || code >= 0x2028;
}

function hexadecimal(code: number): string {
  return String.raw`\u` + code.toString(16).padStart(4, '0');
}
