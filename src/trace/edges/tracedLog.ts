import type { Log } from '../../common/log.ts';
import type { TraceRecorder } from '../traceRecorder.ts';

/** Returns the log such that the trace has the places of its warnings and errors, without their text. */
export function traceLog(log: Log, recorder: TraceRecorder): Log {
  return {
    debug: (message) => log.debug(message),
    info: (message) => log.info(message),
    warn(message) {
      recorder.record({ kind: 'error', level: 'warn', length: message.length });
      log.warn(message);
    },
    error(message) {
      recorder.record({ kind: 'error', level: 'error', length: message.length });
      log.error(message);
    },
  };
}
