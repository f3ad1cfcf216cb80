// The wish to end, as the terminal or a supervisor expresses it.

import { Interrupted } from '../setup/command.mjs';

/** An abort signal that is raised by the first interrupt; from then on interrupts no longer end the process at once. */
export function interruptions(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => controller.abort(new Interrupted(signal)));
  }
  return controller.signal;
}
