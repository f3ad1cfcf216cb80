import type { Clock } from '../common/clock.ts';
import type { BuildResult } from '../dotnet/build/buildPlan.ts';
import type { LaunchEvents } from '../sessions/run/strategy.ts';

/**
 * After how long a running build is announced, in milliseconds. Controllers drop messages of the first half
 * second, since they don't know the session yet.
 */
const announcedAfter = 1_000;

/** Announcements of the end of a build. Stopped builds aren't announced. */
const endings: Readonly<Record<Exclude<BuildResult['kind'], 'stopped'>, string>> = {
  succeeded: 'Build succeeded',
  upToDate: 'Build is up to date',
  failed: 'Build failed',
};

/** Reports builds that take long to the session, and how long they took. */
export class BuildProgress {
  readonly #name: string;
  readonly #clock: Clock;
  readonly #events: Pick<LaunchEvents, 'message'>;
  #isPostponed = false;

  constructor(name: string, clock: Clock, events: Pick<LaunchEvents, 'message'>) {
    this.#name = name;
    this.#clock = clock;
    this.#events = events;
  }

  /** Other builds run first. */
  postponed(): void {
    this.#isPostponed = true;
  }

  /** Reports a build until it ends, and settles as it does. */
  async follow(build: Promise<BuildResult>): Promise<BuildResult> {
    const began = this.#clock.elapsed();
    let isAnnounced = false;
    const timer = this.#clock.after(announcedAfter, () => {
      isAnnounced = true;
      this.#events.message('info', this.#announcement());
    });
    const result = await build.finally(() => timer.dispose());
    const seconds = ((this.#clock.elapsed() - began) / 1_000).toFixed(1);
    if (isAnnounced && result.kind !== 'stopped') {
      this.#events.message('info', `${endings[result.kind]} after ${seconds} s: ${this.#name}.`);
    }
    return result;
  }

  #announcement(): string {
    return this.#isPostponed
      ? `Waiting for another build before building ${this.#name}…`
      : `Building ${this.#name}…`;
  }
}
