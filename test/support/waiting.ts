import { setImmediate as immediate, setTimeout as pause } from 'node:timers/promises';

/** Resolves once all that is queued for this turn of the event loop has been done. */
export async function turn(): Promise<void> {
  await immediate();
}

/** Resolves once `condition` holds; rejects, naming what was waited for, if it never does. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`Waited in vain until ${what}.`);
    await pause(5);
  }
}
