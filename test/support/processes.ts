import { readFileSync } from 'node:fs';
import { until } from './waiting.ts';

/** Whether a process runs; one that has ended and was not buried yet does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== 'linux') return true;
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** Resolves when none of the processes runs any more. */
export async function untilGone(pids: readonly number[]): Promise<void> {
  await until(`none of ${pids.length} processes runs`, () => !pids.some(isRunning));
}
