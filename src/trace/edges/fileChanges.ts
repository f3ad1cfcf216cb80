import type { WatchFolder } from '../../sessions/inputs/watchFolder.ts';
import type { KeptRecord } from '../keptRecord.ts';
import type { TraceRecorder } from '../traceRecorder.ts';
import { toPath } from './launchFacts.ts';

/** How long further changes in a folder are not recorded, in milliseconds. */
const quietTime = 1_000;

/** Returns the watch such that changes in folders are recorded, and are the causes of what they lead to. */
export function traceFileChanges(watch: WatchFolder, recorder: TraceRecorder): WatchFolder {
  return (path, listener) => {
    let last: KeptRecord | undefined;
    return watch(path, {
      failed: (error) => listener.failed(error),
      changed(change) {
        if (last === undefined || recorder.elapsed - last.at >= quietTime) {
          const folder = toPath(path, recorder.placeholders);
          // What opened the watch did not change the file.
          last = recorder.recordUncaused({ kind: 'files', folder, isMoved: change.isMoved });
        }
        recorder.continuing(last, () => listener.changed(change));
      },
    });
  };
}
