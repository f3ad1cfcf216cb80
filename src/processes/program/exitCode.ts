import { constants } from 'node:os';

/**
 * The exit code that a shell would report: the program's own, or 128 + n for signal n. `seen` is the
 * number of a signal that Node may have no name for.
 */
export function exitCodeOf(
  code: number | null,
  signal: NodeJS.Signals | null,
  seen?: number,
): number | undefined {
  if (signal !== null) return 128 + constants.signals[signal];
  if (seen !== undefined && code === 0) return 128 + seen;
  return code ?? undefined;
}
