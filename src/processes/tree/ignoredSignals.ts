import { readFileSync } from 'node:fs';
import { constants } from 'node:os';

/** Whether a process ignores a signal. Always `false` on systems other than Linux. */
export function ignores(pid: number, signal: NodeJS.Signals): boolean {
  if (process.platform !== 'linux') return false;
  try {
    const [, mask = '0'] = /^SigIgn:\s*([\da-f]+)$/m.exec(readStatus(pid)) ?? [];
    return ((BigInt(`0x${mask}`) >> BigInt(constants.signals[signal] - 1)) & 1n) === 1n;
  } catch {
    // The process has ended, or there is no free file descriptor.
    return false;
  }
}

/** Contains the signal masks (proc_pid_status(5)). */
function readStatus(pid: number): string {
  return readFileSync(`/proc/${pid}/status`, 'latin1');
}
