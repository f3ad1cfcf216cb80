import { systemClock } from '../../common/clock.ts';
import { type Disposable, toDisposable } from '../../common/disposable.ts';
import { cliErrors } from '../errors.ts';

/** A signal that is aborted with a HumanError when the time of a command has passed. */
export interface TimeLimit extends Disposable {
  readonly signal: AbortSignal;
}

/** Starts the time limit of a command, in milliseconds; none if it is `undefined`. */
export function startTimeLimit(milliseconds: number | undefined): TimeLimit {
  const controller = new AbortController();
  if (milliseconds === undefined) return { signal: controller.signal, dispose() {} };
  const timer = systemClock.after(milliseconds, () =>
    controller.abort(cliErrors.TimedOut({ seconds: milliseconds / 1_000 })),
  );
  return { signal: controller.signal, ...toDisposable(() => timer.dispose()) };
}
