import { getErrorCode } from '../errorCode.ts';
import type { TraceRecorder } from '../traceRecorder.ts';

/** Runs a command of the user, which is the cause of what it leads to. */
export function traceCommand(
  recorder: TraceRecorder,
  command: string,
  action: () => Promise<void> | void,
): Promise<void> {
  return recorder.causing({ kind: 'command', command }, async () => {
    const cause = recorder.currentCause();
    try {
      await action();
      recorder.record({ kind: 'done' }, cause);
    } catch (error) {
      recorder.record({ kind: 'done', error: getErrorCode(error) }, cause);
      throw error;
    }
  });
}
