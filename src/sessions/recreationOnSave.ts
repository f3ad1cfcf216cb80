import type { Clock } from '../common/clock.ts';
import type { Disposable } from '../common/disposable.ts';
import { getOutOfDate, type IdeSession } from '../protocol/ideSession.ts';
import type { RecreationAnswer, Sessions } from './sessions.ts';

export interface RecreationOnSaveOptions {
  readonly sessions: Sessions;
  readonly clock: Clock;
  /** Whether the user wants this session to follow what is saved. */
  readonly isWanted: (session: IdeSession) => boolean;
}

/** How long saves are collected after the last one, in milliseconds. */
const quietTime = 500;
/** How long after a save a session may be found out of date by it, in milliseconds. */
const patience = 10_000;

/** A session of which a file was saved. */
interface Expected {
  /** Until when it may be found out of date, by the monotonic clock. */
  readonly until: number;
  readonly timer: Disposable;
}

/** Why a recreation has to wait. */
const passing: ReadonlySet<string> = new Set(['launching', 'recreating', 'restarting']);

/**
 * Recreates sessions when the user has saved files that decided their launch, if they are out of date by that.
 * Only a save counts, so that neither a build that fails nor a program that writes its own files repeats it.
 */
export class RecreationOnSave implements Disposable {
  readonly #options: RecreationOnSaveOptions;
  readonly #expected = new Map<string, Expected>();
  readonly #watch: Disposable;

  constructor(options: RecreationOnSaveOptions) {
    this.#options = options;
    this.#watch = options.sessions.changes(({ session: { metadata } }) => {
      const expected = this.#expected.get(metadata.name);
      if (expected !== undefined) this.#expect(metadata.name, expected.until);
    });
  }

  /** To be called with the names of a file that the user has saved: that of a link, and that of the file itself. */
  saved(paths: ReadonlySet<string>): void {
    const { clock, isWanted, sessions } = this.#options;
    for (const session of sessions.list()) {
      const { name } = session.metadata;
      const mayBeInput = [...paths].some((path) => sessions.isInput(name, path) !== false);
      if (mayBeInput && isWanted(session)) this.#expect(name, clock.elapsed() + patience);
    }
  }

  dispose(): void {
    this.#watch.dispose();
    for (const name of this.#expected.keys()) this.#forget(name);
  }

  #expect(name: string, until: number): void {
    this.#forget(name);
    const timer = this.#options.clock.after(quietTime, () => this.#recreate(name, until));
    this.#expected.set(name, { until, timer });
  }

  #forget(name: string): void {
    this.#expected.get(name)?.timer.dispose();
    this.#expected.delete(name);
  }

  /** Keeps a session that isn't out of date yet, or is busy, for its next change. */
  #recreate(name: string, until: number): void {
    const { clock, sessions } = this.#options;
    const now = clock.elapsed();
    const session = sessions.get(name);
    if (session === undefined || now > until) return this.#forget(name);
    if (getOutOfDate(session) === undefined)
      return this.#keep(name, Math.min(until, now + patience));
    if (mustWait(sessions.recreate(name))) this.#keep(name, Infinity);
    else this.#forget(name);
  }

  #keep(name: string, until: number): void {
    const expected = this.#expected.get(name);
    if (expected !== undefined) this.#expected.set(name, { ...expected, until });
  }
}

function mustWait(answer: RecreationAnswer): boolean {
  return answer.kind === 'busy' && passing.has(answer.with);
}
