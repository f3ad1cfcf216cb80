import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Clock } from '../../common/clock.ts';
import { type Disposable, toDisposable } from '../../common/disposable.ts';

/** How long the pipes must be silent before they are closed, in milliseconds. */
const quietTime = 500;
/** The maximum time until they are closed, in milliseconds. */
const longestWait = 2_000;
/** The same if output is waiting for a slow disk, in milliseconds. */
const longestHold = 5_000;

/** Returns the output pipes of a program. */
export function getPipes({ stderr, stdout }: ChildProcess): readonly Readable[] {
  return [stdout, stderr].filter((pipe) => pipe !== null);
}

/**
 * Closes the pipes of an ended program when they are silent, at the latest after two seconds: an
 * unreachable process may hold them open and write indefinitely.
 */
export function closeWhenQuiet(pipes: readonly Readable[], clock: Clock): Disposable {
  const began = clock.elapsed();
  let isQuiet = true;
  for (const pipe of pipes) pipe.on('data', () => (isQuiet = false));
  let timer = clock.after(quietTime, look);
  function look(): void {
    // Pending output is read before an immediate runs, however late the timer was.
    setImmediate(() => {
      const isHeldUp = pipes.some((pipe) => pipe.isPaused());
      const isLate = clock.elapsed() - began >= (isHeldUp ? longestHold : longestWait);
      if (isLate || (isQuiet && !isHeldUp)) return pipes.forEach((pipe) => pipe.destroy());
      isQuiet = true;
      timer = clock.after(quietTime, look);
    });
  }
  return toDisposable(() => timer.dispose());
}
