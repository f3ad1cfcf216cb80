import type { QueuedBuild } from './queuedBuild.ts';

/** A run of MSBuild for several builds. It is stopped when none of them is awaited any more. */
export class BuildRun {
  readonly #builds: readonly QueuedBuild[];
  readonly #abort = new AbortController();
  readonly #over: Promise<void>;

  /**
   * Starts immediately. Errors of the whole run are passed to all waiters. What it left is removed after a run
   * that was stopped.
   */
  constructor(
    builds: readonly QueuedBuild[],
    make: (signal: AbortSignal) => Promise<void>,
    removeLeft: () => Promise<unknown>,
  ) {
    this.#builds = builds;
    this.#over = make(this.#abort.signal)
      .catch((error: unknown) => {
        for (const build of builds) build.fail(error as Error);
      })
      .then(async () => {
        if (this.isStopped) await removeLeft();
      });
  }

  /** Resolves when the run has ended. */
  get over(): Promise<void> {
    return this.#over;
  }

  /** Whether it was stopped. */
  get isStopped(): boolean {
    return this.#abort.signal.aborted;
  }

  /** Stops the run and resolves when it has ended, unless a caller waits for one of the builds. */
  async endIfUnwanted(): Promise<void> {
    if (this.#builds.some(({ isWanted }) => isWanted)) return;
    this.#abort.abort();
    await this.#over;
  }
}
