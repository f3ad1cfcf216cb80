import type { Disposable } from '../../common/disposable.ts';

/** Ends what a host leaves behind when it dies. */
export interface Watchdog {
  /**
   * Ends a process tree when the host dies, unless the result was disposed of before. With a mark, this
   * includes all marked processes.
   */
  watch(pid: number, mark?: string): Disposable;
  /** Removes a folder, given by its absolute path, after the processes have ended, unless disposed of before. */
  watchFolder(path: string): Disposable;
}
