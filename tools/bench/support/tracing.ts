// The trace of a server of this folder, which has one if its parent asks for it.
import { systemClock } from '../../../src/common/clock.ts';
import { TraceRecorder } from '../../../src/trace/traceRecorder.ts';

/** The argument with which a server records a trace. */
const argument = '--trace';

/** The arguments of a server that records a trace as a window does by default, or none. */
export const tracingArguments = { off: [], on: [argument] } as const;

/** Returns the recorder of this process; `undefined` if nothing is to be recorded. */
export function createRecorder(): TraceRecorder | undefined {
  if (!process.argv.includes(argument)) return undefined;
  return new TraceRecorder({ clock: systemClock, version: '0.0.0' });
}
