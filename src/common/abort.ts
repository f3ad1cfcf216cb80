import { deferred } from './deferred.ts';
import { type Disposable, toDisposable } from './disposable.ts';

/** Calls back once when a signal is aborted, or at once if it already is; not after disposal. */
export function onAbort(signal: AbortSignal | undefined, callback: () => void): Disposable {
  if (signal?.aborted === true) callback();
  else signal?.addEventListener('abort', callback, { once: true });
  return toDisposable(() => signal?.removeEventListener('abort', callback));
}

/** Settles as the promise does, or rejects with the signal's reason if that is aborted first. */
export async function orAborted<T>(
  promise: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  const aborted = deferred<never>();
  const watch = onAbort(signal, () => aborted.reject(signal?.reason as Error));
  try {
    return await Promise.race([aborted.promise, promise]);
  } finally {
    watch.dispose();
  }
}
