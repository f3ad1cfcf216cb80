import type { Clock } from '../../common/clock.ts';

/** A program's process with all that it started, as one thing that can be signalled. */
export interface ProcessTree {
  /** Asks the root alone to end, where that is possible: it may ask the others itself. */
  askRoot(): Promise<void>;
  /** Asks all to end that were not asked. */
  terminate(): Promise<void>;
  /** Whether any that {@link terminate} has asked was left at the latest look, without those that ignore the request. */
  isLateAlive(): boolean;
  /** Ends all, whatever they do. */
  kill(): Promise<void>;
  /** Whether any of its processes is left. */
  isAlive(): Promise<boolean>;
  /** Remembers the processes that are in it now. */
  look(): Promise<void>;
  /** Whether its root is left, if that can be asked alone. */
  isRootAlive(): Promise<boolean>;
}

/** What is known of a tree beside the pid of its root. */
export interface TreeOptions {
  readonly clock: Clock;
  /** When the root started: a later process of the same pid is not taken for it, on POSIX. */
  readonly started?: string | undefined;
  /** Whether the root is a child of this process, which so knows its end at once. */
  readonly isChild?: boolean;
  /** What the processes of the tree have in their environment, see {@link findMarked}. */
  readonly mark?: string | undefined;
}
