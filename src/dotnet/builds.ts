import { type Disposable, toDisposable } from '../common/disposable.ts';
import { WorkQueue } from '../sessions/workQueue.ts';
import { type BuildParts, buildProject } from './build.ts';
import type { BuildListener, BuildPlan, BuildResult } from './buildPlan.ts';
import { Restores } from './restores.ts';
import type { Dotnet } from './sdk.ts';

/** Builds one project after the other, since two builds at once would write the same files of what both reference. */
export class Builds {
  readonly #parts: BuildParts;
  readonly #queue = new WorkQueue(1);

  constructor(dotnet: Dotnet) {
    this.#parts = { ...dotnet, restores: new Restores() };
  }

  /**
   * Builds when it is its turn. The signal stops the build, or takes it out of the queue. Rejects with a
   * HumanError if no SDK can be started, and with the signal's reason if it was never begun.
   */
  build(plan: BuildPlan, listener: BuildListener, signal: AbortSignal): Promise<BuildResult> {
    return new Promise((resolve, reject) => {
      const leave = onAbort(signal, () => {
        place.dispose();
        reject(signal.reason as Error);
      });
      const place = this.#queue.add(async () => {
        leave.dispose();
        await buildProject(plan, this.#parts, listener, signal).then(resolve, reject);
      });
    });
  }
}

/** Calls back when the signal is aborted, at once if it was, unless disposed before. */
function onAbort(signal: AbortSignal, callback: () => void): Disposable {
  const listener = (): void => callback();
  signal.addEventListener('abort', listener, { once: true });
  return toDisposable(() => signal.removeEventListener('abort', listener));
}
