import type { WatchFolder } from '../../sessions/inputs/watchFolder.ts';
import type { TraceRecorder } from '../traceRecorder.ts';
import { toPath } from './launchFacts.ts';

/** How long further changes in a folder are not recorded, in milliseconds. */
const quietTime = 1_000;

/** Returns the watch such that changes in folders are recorded, and are the causes of what they lead to. */
export function traceFileChanges(watch: WatchFolder, recorder: TraceRecorder): WatchFolder {
  return (path, listener) => {
    let last = -Infinity;
    return watch(path, {
      failed: (error) => listener.failed(error),
      changed(change) {
        const isRepeated = recorder.elapsed - last < quietTime;
        if (isRepeated) return listener.changed(change);
        last = recorder.elapsed;
        const folder = toPath(path, recorder.placeholders);
        const { isMoved } = change;
        // What opened the watch did not change the file.
        recorder.beginning(() =>
          recorder.causing({ kind: 'files', folder, isMoved }, () => listener.changed(change)),
        );
      },
    });
  };
}
