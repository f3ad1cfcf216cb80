import type { Clock } from '../common/clock.ts';
import { deferred } from '../common/deferred.ts';
import { type Disposable, DisposableStore } from '../common/disposable.ts';
import type { HostUse } from './unused.ts';

/** How long controllers may take to stop their sessions themselves, in milliseconds. */
const stopTime = 2_000;
/** How long all may take to end before the host closes, in milliseconds. */
const endTime = 6_500;
/** How long controllers may take to leave when nothing is left to end, in milliseconds. */
const leaveTime = 3_000;

export interface WindDownOptions {
  readonly clock: Clock;
  /** Resolves when the command has ended. */
  readonly commandEnded: Promise<unknown>;
  /** Stops the sessions that still run. */
  readonly stopSessions: () => void;
}

/**
 * Lets controllers finish that have been asked to end together with the command: they stop their
 * sessions, which is done for them after two seconds, and leave. Resolves to true when the command has
 * ended and no session runs, and to false if that takes longer than 6.5 seconds.
 */
export async function windDown(
  { controllers, sessions }: HostUse,
  { clock, commandEnded, stopSessions }: WindDownOptions,
): Promise<boolean> {
  const over = deferred<boolean>();
  const owned = new DisposableStore();
  let hasCommandEnded = false;
  let leaving: Disposable | undefined;
  const look = (): void => {
    if (!hasCommandEnded || sessions.hasActive) return;
    if (controllers.connected === 0) over.resolve(true);
    else leaving ??= owned.add(clock.after(leaveTime, () => over.resolve(true)));
  };
  void commandEnded.then(() => {
    hasCommandEnded = true;
    look();
  });
  owned.add(sessions.changes(look));
  owned.add(controllers.changes(look));
  owned.add(clock.after(stopTime, stopSessions));
  owned.add(clock.after(endTime, () => over.resolve(false)));
  const hasEnded = await over.promise;
  owned.dispose();
  return hasEnded;
}
