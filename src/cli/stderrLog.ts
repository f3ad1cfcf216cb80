import type { Log } from '../common/log.ts';
import { printable } from '../common/printable.ts';

/** Writes a line an entry to stderr, with nothing in it that a terminal obeys, so that stdout is left to what a caller reads. */
export function createStderrLog(verbose: boolean): Log {
  return {
    debug: (message) => (verbose ? write('debug', message) : undefined),
    info: (message) => write('info', message),
    warn: (message) => write('warn', message),
    error: (message) => write('error', message),
  };
}

/** How much may wait for a reader of stderr that doesn't read, in bytes. */
const mostWaiting = 1024 * 1024;

let leftOut = 0;

function write(level: string, message: string): void {
  if (process.stderr.writableLength > mostWaiting) {
    leftOut++;
    return;
  }
  if (leftOut > 0)
    writeLine('warn', `${leftOut} entries were left out, since stderr was not read.`);
  leftOut = 0;
  writeLine(level, message);
}

function writeLine(level: string, message: string): void {
  process.stderr.write(`${new Date().toISOString()} ${level} ${printable(message)}\n`);
}
