import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';

/** The signal in a status of wait(2); 0 if the process exited by itself. */
const signalMask = 0x7f;
/** The index of `exit_code` in `/proc/PID/stat` (proc_pid_stat(5)), counted from the third field. */
const exitCodeField = 49;

/**
 * Determines the number of the signal that ends a process, on Linux. Node has no names for real-time
 * signals and reports exit code 0. The kernel closes the files of a dying process before its parent is
 * notified, so its status is read when a pipe that it holds is closed.
 */
export class ExitSignal {
  #signal: number | undefined;

  constructor(pid: number, pipes: readonly Readable[]) {
    if (process.platform !== 'linux') return;
    for (const pipe of pipes) pipe.once('end', () => (this.#signal ??= getSignal(pid)));
  }

  /** The number of the signal, if there was one. */
  get number(): number | undefined {
    return this.#signal;
  }
}

/** Returns `undefined` if the process is alive, exited normally, or has been reaped. */
function getSignal(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(fields[exitCodeField]) & signalMask || undefined;
  } catch {
    return undefined;
  }
}
