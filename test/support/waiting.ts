import { setImmediate as immediate, setTimeout as pause } from 'node:timers/promises';

/** Resolves once all that is queued for this turn of the event loop has been done. */
export async function turn(): Promise<void> {
  await immediate();
}

/** Resolves once `condition` holds; rejects, naming what was waited for, if it never does. */
export function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  return poll(what, 30_000, 5, condition);
}

/** The same for what takes longer and is expensive to ask, with the time that it may take in milliseconds. */
export function pollUntil(
  what: string,
  milliseconds: number,
  condition: () => boolean | Promise<boolean>,
): Promise<void> {
  return poll(what, milliseconds, 500, condition);
}

async function poll(
  what: string,
  milliseconds: number,
  interval: number,
  condition: () => boolean | Promise<boolean>,
): Promise<void> {
  const deadline = performance.now() + milliseconds;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`Waited in vain until ${what}.`);
    await pause(interval);
  }
}
