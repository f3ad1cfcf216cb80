// Interrupts from the terminal or a supervisor.

import { Interrupted } from '../setup/command.mjs';

/**
 * An abort signal for the first interrupt; from then on interrupts no longer end the process
 * immediately.
 */
export function interruptions(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => controller.abort(new Interrupted(signal)));
  }
  return controller.signal;
}
