import type { Clock } from '../../common/clock.ts';
import type { TraceRecorder } from '../traceRecorder.ts';

/** Returns the clock such that its timers are the causes of what they lead to. */
export function traceClock(clock: Clock, recorder: TraceRecorder): Clock {
  return {
    now: () => clock.now(),
    elapsed: () => clock.elapsed(),
    after(milliseconds, callback) {
      const expire = (): void =>
        recorder.causingLazily({ kind: 'timer', after: milliseconds }, callback);
      return clock.after(milliseconds, recorder.bind(expire));
    },
  };
}
