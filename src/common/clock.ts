import { type Disposable, toDisposable } from './disposable.ts';

/** Where time comes from, so that tests can hold it in their hands. */
export interface Clock {
  /** The present time, which jumps when somebody sets the clock. */
  now(): Date;
  /** Milliseconds since a moment in the past; never jumps. */
  elapsed(): number;
  /** Calls back once after `milliseconds`, unless disposed before. */
  after(milliseconds: number, callback: () => void): Disposable;
}

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => new Date(),
  elapsed: () => performance.now(),
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

/** How often it is looked whether what is waited for has come, in milliseconds. */
const lookInterval = 25;

/** Resolves to whether `isSo` has become true before the limit, which may change meanwhile, in milliseconds. */
export async function becomes(
  clock: Clock,
  limit: () => number,
  isSo: () => boolean | Promise<boolean>,
): Promise<boolean> {
  const began = clock.elapsed();
  while (!(await isSo())) {
    if (clock.elapsed() - began >= limit()) return false;
    await new Promise<void>((resolve) => clock.after(lookInterval, resolve));
  }
  return true;
}
