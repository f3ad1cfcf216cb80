import { cpus } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';

/** A machine that is busy for less than this share of this time, in milliseconds, is idle. */
const maxShare = 0.1;
const interval = 2_000;
const maxIntervals = 60;

/** How long a user looks at a window or changes something before F5, in milliseconds. */
const lookAround = 10_000;

/** Resolves once the machine is idle, as it is when a user has looked at a window for a while. */
export async function untilIdle(): Promise<void> {
  await pause(lookAround);
  let before = readTimes();
  for (let left = maxIntervals; left > 0; left--) {
    await pause(interval);
    const now = readTimes();
    if (now.busy - before.busy < maxShare * (now.all - before.all)) return;
    before = now;
  }
  throw new Error('The machine is too busy to measure.');
}

/** The time that all processors have spent, in milliseconds. */
function readTimes(): { busy: number; all: number } {
  let [busy, all] = [0, 0];
  for (const { times } of cpus()) {
    const sum = times.user + times.nice + times.sys + times.irq;
    busy += sum;
    all += sum + times.idle;
  }
  return { busy, all };
}
