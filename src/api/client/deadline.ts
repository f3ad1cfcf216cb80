import { onAbort } from '../../common/abort.ts';
import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';

/** A time limit that aborts its signal. */
export interface Deadline extends Disposable {
  /** Aborted when the time has passed or when the caller's signal is. */
  readonly signal: AbortSignal;
  /** Whether the time has passed. */
  hasPassed(): boolean;
  /** Stops the time until {@link resume}, which begins it again. */
  pause(): void;
  resume(): void;
  /** Ends the time limit, but leaves the signal connected to the caller's. */
  release(): void;
}

export function openDeadline(
  clock: Clock,
  milliseconds: number,
  outer: AbortSignal | undefined,
): Deadline {
  const controller = new AbortController();
  const watch = onAbort(outer, () => controller.abort(outer?.reason));
  let isLate = false;
  const begin = (): Disposable =>
    clock.after(milliseconds, () => {
      isLate = true;
      controller.abort();
    });
  let timer: Disposable | undefined = begin();
  const pause = (): void => timer?.dispose();
  return {
    signal: controller.signal,
    hasPassed: () => isLate,
    pause,
    resume: () => (timer = begin()),
    release: pause,
    dispose() {
      pause();
      watch.dispose();
    },
  };
}

/** Resolves after `milliseconds`. Rejects with the signal's reason if that is aborted first. */
export function delay(clock: Clock, milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = clock.after(milliseconds, () => {
      watch.dispose();
      resolve();
    });
    const watch = onAbort(signal, () => {
      timer.dispose();
      reject(signal?.reason as Error);
    });
  });
}
