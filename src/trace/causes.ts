import { AsyncLocalStorage } from 'node:async_hooks';
import type { TraceFacts } from './schema.ts';

/** What causes the records of the code that it runs. It is recorded itself when it has an effect. */
export interface Cause {
  id: number | undefined;
  readonly facts: TraceFacts;
  /** The id of its own cause. Not the cause itself: timers that set timers would never be released. */
  readonly cause: number | undefined;
}

/** Keeps the cause of what runs at present. */
export interface Causes {
  getStore(): Cause | undefined;
  run<T>(cause: Cause, act: () => T): T;
  /** Runs something without a cause. */
  exit<T>(act: () => T): T;
}

/** Loses the cause where code waits for a promise. */
export class SynchronousCauses implements Causes {
  #present: Cause | undefined;

  getStore(): Cause | undefined {
    return this.#present;
  }

  run<T>(cause: Cause, act: () => T): T {
    return this.#within(cause, act);
  }

  exit<T>(act: () => T): T {
    return this.#within(undefined, act);
  }

  #within<T>(cause: Cause | undefined, act: () => T): T {
    const before = this.#present;
    this.#present = cause;
    try {
      return act();
    } finally {
      this.#present = before;
    }
  }
}

/** The first version of Node that follows causes without hooks. */
const firstWithoutHooks = 24;

/**
 * Returns causes for a version of Node. Before Node 24, an AsyncLocalStorage hooks into every promise of the
 * process, and so slows down all extensions of a window.
 */
export function createCauses(nodeVersion: string): Causes {
  const major = Number.parseInt(nodeVersion, 10);
  return major >= firstWithoutHooks ? new AsyncLocalStorage<Cause>() : new SynchronousCauses();
}
