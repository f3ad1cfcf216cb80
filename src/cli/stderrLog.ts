import type { Log } from '../common/log.ts';
import { printable } from '../common/printable.ts';

/** Creates a log that writes one line for each entry to stderr, without control characters. stdout is for the caller. */
export function createStderrLog(verbose: boolean): Log {
  return {
    debug: (message) => (verbose ? write('debug', message) : undefined),
    info: (message) => write('info', message),
    warn: (message) => write('warn', message),
    error: (message) => write('error', message),
  };
}

/** How much may be buffered if stderr is not read, in bytes. */
const maxWaiting = 1024 * 1024;

let leftOut = 0;

function write(level: string, message: string): void {
  if (process.stderr.writableLength > maxWaiting) {
    leftOut++;
    return;
  }
  if (leftOut > 0)
    writeLine('warn', `${leftOut} log entries were dropped because stderr was not read.`);
  leftOut = 0;
  writeLine(level, message);
}

function writeLine(level: string, message: string): void {
  process.stderr.write(`${new Date().toISOString()} ${level} ${printable(message)}\n`);
}
