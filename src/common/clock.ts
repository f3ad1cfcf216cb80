import { type Disposable, toDisposable } from './disposable.ts';

/** The source of time. Tests replace it. */
export interface Clock {
  /** The wall-clock time, which can jump. */
  now(): Date;
  /** Milliseconds on a monotonic clock. */
  elapsed(): number;
  /** Calls `callback` once after `milliseconds`, unless the result is disposed of first. */
  after(milliseconds: number, callback: () => void): Disposable;
}

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => new Date(),
  elapsed: () => performance.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return toDisposable(() => clearTimeout(timer));
  },
};

/** Settles as `promise` does, or resolves to `late` after `milliseconds`. */
export function withTimeout<T, L>(
  clock: Clock,
  milliseconds: number,
  promise: Promise<T>,
  late: L,
): Promise<T | L> {
  return new Promise((resolve, reject) => {
    const timer = clock.after(milliseconds, () => resolve(late));
    promise.then(resolve, reject).finally(() => timer.dispose());
  });
}

/** In milliseconds. */
const pollInterval = 25;

/**
 * Polls `condition` until it is true, and resolves to whether it was before the time limit in
 * milliseconds. The limit is read again at each poll.
 */
export async function pollUntil(
  clock: Clock,
  limit: () => number,
  condition: () => boolean | Promise<boolean>,
): Promise<boolean> {
  const began = clock.elapsed();
  while (!(await condition())) {
    if (clock.elapsed() - began >= limit()) return false;
    await new Promise<void>((resolve) => clock.after(pollInterval, resolve));
  }
  return true;
}
