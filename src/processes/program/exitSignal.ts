import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';

/** The signal in a status of wait(2); 0 if the process exited by itself. */
const signalMask = 0x7f;
/** The field `exit_code` of `/proc/PID/stat` (proc_pid_stat(5)), counted from the third on. */
const exitCodeField = 49;

/**
 * Watches for the number of the signal that ends a process, on Linux. Node knows no names for the
 * real-time signals and reports exit code 0. The kernel closes the files of a dying process before its
 * parent hears of the death, so the end of a pipe that it holds is the moment to read its status.
 */
export class ExitSignal {
  #signal: number | undefined;

  constructor(pid: number, pipes: readonly Readable[]) {
    if (process.platform !== 'linux') return;
    for (const pipe of pipes) pipe.once('end', () => (this.#signal ??= signalOf(pid)));
  }

  /** The number of the signal, if one was seen. */
  get number(): number | undefined {
    return this.#signal;
  }
}

/** `undefined` while the process lives, if it exited by itself, and once its parent has heard of its end. */
function signalOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(fields[exitCodeField]) & signalMask || undefined;
  } catch {
    return undefined;
  }
}
