import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';

/** The polling interval in milliseconds. There is no event for changes. */
const lookInterval = 500;

/** The used part of a debug session. */
interface NamedSession {
  name: string;
}

/** Resets the name of a debug session, which js-debug changes to the title of the page. */
export class SessionName implements Disposable {
  readonly #session: NamedSession;
  readonly #name: string;
  readonly #clock: Clock;
  #timer: Disposable | undefined;

  constructor(session: NamedSession, name: string, clock: Clock) {
    this.#session = session;
    this.#name = name;
    this.#clock = clock;
    this.#look();
  }

  dispose(): void {
    this.#timer?.dispose();
  }

  #look(): void {
    if (this.#session.name !== this.#name) this.#session.name = this.#name;
    this.#timer = this.#clock.after(lookInterval, () => this.#look());
  }
}
