import type { AskedBuild } from './askedBuild.ts';

/** A run of MSBuild that makes builds, and is stopped when nobody waits for any of them. */
export class BuildRun {
  readonly #builds: readonly AskedBuild[];
  readonly #abort = new AbortController();
  readonly #over: Promise<void>;

  /** Begins at once. What goes wrong with the whole run goes to all who wait. */
  constructor(builds: readonly AskedBuild[], make: (signal: AbortSignal) => Promise<void>) {
    this.#builds = builds;
    this.#over = make(this.#abort.signal).catch((error: unknown) => {
      for (const build of builds) build.fail(error as Error);
    });
  }

  /** Resolves when the run is over. */
  get over(): Promise<void> {
    return this.#over;
  }

  /** Resolves at once if somebody waits, and otherwise when the run has been stopped. */
  async endIfUnwanted(): Promise<void> {
    if (this.#builds.some(({ isWanted }) => isWanted)) return;
    this.#abort.abort();
    await this.#over;
  }
}
