import type { Disposable } from '../../common/disposable.ts';

/** Ends what a host that has died leaves behind. */
export interface Watchdog {
  /**
   * Ends a process with all that it started, unless disposed before the host is gone. With a mark, that
   * is all that has the mark, too.
   */
  watch(pid: number, mark?: string): Disposable;
  /** Removes a folder, given by its absolute path, once the processes have ended, unless disposed before. */
  watchFolder(path: string): Disposable;
}
