import { constants } from 'node:os';

/** The exit code that a shell would report: the program's own, or 128 + n for signal n. */
export function exitCodeOf(code: number | null, signal: NodeJS.Signals | null): number | undefined {
  if (code !== null) return code;
  return signal === null ? undefined : 128 + constants.signals[signal];
}
