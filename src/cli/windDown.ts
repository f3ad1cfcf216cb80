import type { Clock } from '../common/clock.ts';
import { deferred } from '../common/deferred.ts';
import { type Disposable, DisposableStore } from '../common/disposable.ts';
import type { HostUse } from './unused.ts';

/** How long controllers may take to stop their sessions themselves, in milliseconds. */
const stopTime = 2_000;
/** How long the command and all sessions may take to end, in milliseconds. */
const endTime = 6_500;
/** How long controllers may take to disconnect after that, in milliseconds. */
const leaveTime = 3_000;

export interface WindDownOptions {
  readonly clock: Clock;
  /** Resolves when the command has ended. */
  readonly commandEnded: Promise<unknown>;
  /** Stops the remaining sessions. */
  readonly stopSessions: () => void;
}

/**
 * Waits for controllers that end together with the command: they stop their sessions and disconnect. After
 * two seconds, remaining sessions are stopped. Resolves to whether the command and all sessions have ended
 * within 6.5 seconds.
 */
export async function windDown(
  { controllers, sessions }: HostUse,
  { clock, commandEnded, stopSessions }: WindDownOptions,
): Promise<boolean> {
  const over = deferred<boolean>();
  const resources = new DisposableStore();
  let hasCommandEnded = false;
  let leaving: Disposable | undefined;
  const look = (): void => {
    if (!hasCommandEnded || sessions.hasActive) return;
    if (controllers.connected === 0) over.resolve(true);
    else leaving ??= resources.add(clock.after(leaveTime, () => over.resolve(true)));
  };
  void commandEnded.then(() => {
    hasCommandEnded = true;
    look();
  });
  resources.add(sessions.changes(look));
  resources.add(controllers.changes(look));
  resources.add(clock.after(stopTime, stopSessions));
  resources.add(clock.after(endTime, () => over.resolve(false)));
  const hasEnded = await over.promise;
  resources.dispose();
  return hasEnded;
}
