import type { Launch, LaunchControls, NextLaunch } from './strategy.ts';

/** Prepares a program, and resolves to what launches it. */
export type PrepareLaunch = (signal: AbortSignal) => Promise<() => Launch>;

/** A launch of what has to be prepared first. If it is ended before, it exits without a code and launches nothing. */
export class PreparedLaunch implements Launch {
  readonly exited: Promise<number | undefined>;
  readonly #abort = new AbortController();
  #launch: Launch | undefined;

  constructor(prepare: PrepareLaunch) {
    this.exited = this.#run(prepare);
  }

  async end(next?: NextLaunch): Promise<void> {
    this.#abort.abort();
    await this.#launch?.end(next);
  }

  /** A restart prepares the program again, so it is never the program's own. */
  controls(): LaunchControls {
    const { attachType, letGo } = this.#launch?.controls?.() ?? {};
    return { attachType, letGo };
  }

  async #run(prepare: PrepareLaunch): Promise<number | undefined> {
    const { signal } = this.#abort;
    const launch = await prepare(signal).catch((error: unknown) => {
      if (signal.aborted) return undefined;
      throw error;
    });
    if (launch === undefined || signal.aborted) return undefined;
    this.#launch = launch();
    return this.#launch.exited;
  }
}
