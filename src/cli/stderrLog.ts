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

function write(level: string, message: string): void {
  process.stderr.write(`${new Date().toISOString()} ${level} ${printable(message)}\n`);
}
