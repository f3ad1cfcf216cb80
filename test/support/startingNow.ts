import { ManualClock } from './manualClock.ts';

/** A manual clock that begins at the present, so that certificates made by it are valid. */
export function manualClockFromNow(): ManualClock {
  const clock = new ManualClock();
  clock.advance(Math.max(0, Date.now() - clock.now().getTime()));
  return clock;
}
