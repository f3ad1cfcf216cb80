import { type Disposable, toDisposable } from './disposable.ts';

/** Where time comes from, so that tests can hold it in their hands. */
export interface Clock {
  /** The present time. */
  now(): Date;
  /** Calls back once after `milliseconds`, unless disposed before. */
  after(milliseconds: number, callback: () => void): Disposable;
}

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => new Date(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return toDisposable(() => clearTimeout(timer));
  },
};

/** Resolves to what `promise` gives, or to `late` if that takes longer than `milliseconds`. */
export function within<T, L>(
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
