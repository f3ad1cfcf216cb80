import type { Log } from './log.ts';

/** Control characters, line and paragraph separators, and what turns the direction of text. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * The text on one line, without anything that a terminal obeys: what isn't printable is written as
 * an escape like `\u001b`, line ends as `\n` and `\r`, tabs as they are.
 */
export function printable(text: string): string {
  return text.replace(unprintable, escapeOf);
}

/** A log that gets one printable line for each entry, whatever names stand in it. */
export function printableLog(log: Log): Log {
  return {
    debug: (message) => log.debug(printable(message)),
    info: (message) => log.info(printable(message)),
    warn: (message) => log.warn(printable(message)),
    error: (message) => log.error(printable(message)),
  };
}

function escapeOf(character: string): string {
  switch (character) {
    case '\t':
      return character;
    case '\n':
      return String.raw`\n`;
    case '\r':
      return String.raw`\r`;
    default:
      return String.raw`\u` + character.charCodeAt(0).toString(16).padStart(4, '0');
  }
}
