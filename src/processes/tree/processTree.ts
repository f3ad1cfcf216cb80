import type { Clock } from '../../common/clock.ts';

/** A process with all processes that it started, which can be signalled together. */
export interface ProcessTree {
  /** Asks only the root to exit, if possible, since it may ask the others itself. */
  askRoot(): Promise<void>;
  /** Asks all processes to exit that were not asked before. */
  terminate(): Promise<void>;
  /** Whether a process that {@link terminate} has asked was alive in the last process list. Processes that ignore the signal don't count. */
  isLateAlive(): boolean;
  /** Kills all processes. */
  kill(): Promise<void>;
  /** Whether any process is alive. */
  isAlive(): Promise<boolean>;
  /** Records the current processes of the tree. */
  look(): Promise<void>;
  /** Whether the root is alive, if it can be asked separately. */
  isRootAlive(): Promise<boolean>;
}

export interface TreeOptions {
  readonly clock: Clock;
  /** The start time of the root, to distinguish it from a later process with the same pid, on POSIX. */
  readonly started?: string | undefined;
  /** Whether the root is a child of this process, so that its end is known immediately. */
  readonly isChild?: boolean;
  /** The mark in the environment of the processes, see {@link findMarked}. */
  readonly mark?: string | undefined;
}
