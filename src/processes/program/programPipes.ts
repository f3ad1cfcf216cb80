import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Clock } from '../../common/clock.ts';
import { type Disposable, toDisposable } from '../../common/disposable.ts';

/** How long nothing may come through the pipes before they are closed, in milliseconds. */
const quietTime = 500;
/** How long they may stay open at most, in milliseconds. */
const longestWait = 2_000;
/** The same where what has come can't be taken in yet, since the disk is slow, in milliseconds. */
const longestHold = 5_000;

/** The pipes that a program writes to. */
export function pipesOf({ stderr, stdout }: ChildProcess): readonly Readable[] {
  return [stdout, stderr].filter((pipe) => pipe !== null);
}

/**
 * Closes the pipes of a program that is gone once nothing comes through them any more, and after two
 * seconds in any case: a process out of reach may hold them open, and write for ever.
 */
export function closeWhenQuiet(pipes: readonly Readable[], clock: Clock): Disposable {
  const began = clock.elapsed();
  let isQuiet = true;
  for (const pipe of pipes) pipe.on('data', () => (isQuiet = false));
  let timer = clock.after(quietTime, look);
  function look(): void {
    // However late the timer was, what the pipes hold is read before an immediate runs.
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
