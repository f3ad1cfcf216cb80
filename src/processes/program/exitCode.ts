import { constants } from 'node:os';

/**
 * Returns the exit code as a shell reports it: that of the program, or 128 + n for signal n. `seen` is the
 * number of a signal that Node may not have a name for.
 */
export function getExitCode(
  code: number | null,
  signal: NodeJS.Signals | null,
  seen?: number,
): number | undefined {
  if (signal !== null) return 128 + constants.signals[signal];
  if (seen !== undefined && code === 0) return 128 + seen;
  return code ?? undefined;
}
