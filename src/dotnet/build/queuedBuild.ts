import { onAbort } from '../../common/abort.ts';
import { deferred } from '../../common/deferred.ts';
import type { OutputStream } from '../../common/outputStream.ts';
import type { BuildListener, BuildPlan, BuildResult } from './buildPlan.ts';

interface Waiting {
  readonly listener: BuildListener;
  readonly resolve: (result: BuildResult) => void;
  readonly reject: (error: Error) => void;
}

/** Whether a start waits for a build, or it runs ahead of one, while the machine is idle. */
export type BuildPriority = 'wanted' | 'ahead';

/** A requested build with its waiters. */
export class QueuedBuild implements BuildListener {
  readonly plan: BuildPlan;
  readonly priority: BuildPriority;
  /** When it was requested, in milliseconds. */
  readonly askedAt: number;
  readonly #waiting = new Set<Waiting>();
  readonly #postponed = new WeakSet<Waiting>();

  constructor(plan: BuildPlan, priority: BuildPriority, askedAt: number) {
    this.plan = plan;
    this.priority = priority;
    this.askedAt = askedAt;
  }

  get isWanted(): boolean {
    return this.#waiting.size > 0;
  }

  /** Settles as the build does. If the signal is aborted first, settles as `leave` does. */
  wait(
    listener: BuildListener,
    signal: AbortSignal,
    leave: () => Promise<BuildResult>,
  ): Promise<BuildResult> {
    const { promise, reject, resolve } = deferred<BuildResult>();
    const waiting = { listener, resolve, reject };
    this.#waiting.add(waiting);
    const leaving = onAbort(signal, () => {
      if (this.#waiting.delete(waiting)) leave().then(resolve, reject);
    });
    return promise.finally(() => leaving.dispose());
  }

  output(stream: OutputStream, chunk: Uint8Array): void {
    for (const { listener } of this.#waiting) listener.output(stream, chunk);
  }

  postponed(): void {
    for (const waiting of this.#waiting) {
      if (!this.#postponed.has(waiting)) waiting.listener.postponed?.();
      this.#postponed.add(waiting);
    }
  }

  end(result: BuildResult): void {
    for (const { resolve } of this.#take()) resolve(result);
  }

  fail(error: Error): void {
    for (const { reject } of this.#take()) reject(error);
  }

  #take(): readonly Waiting[] {
    const all = [...this.#waiting];
    this.#waiting.clear();
    return all;
  }
}
