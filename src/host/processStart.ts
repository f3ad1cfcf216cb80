import { findProcess } from '../processes/tree/processTable.ts';

/**
 * Returns the start time of a process in an opaque format, which distinguishes processes with the same pid;
 * `undefined` if it doesn't run. On Windows it is the same for all processes.
 */
export async function findStart(pid: number): Promise<string | undefined> {
  if (process.platform !== 'win32') return (await findProcess(pid))?.started;
  try {
    process.kill(pid, 0);
    return '';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? '' : undefined;
  }
}
