import type { Clock } from '../../common/clock.ts';
import { type Deferred, deferred } from '../../common/deferred.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { firstAnswering } from './ports.ts';
import type { ServerWords } from './serverWords.ts';

/** How long a server that listens may take to say that it has started, in milliseconds. */
const startedWait = 250;
/** How long a server is given to speak for itself before its port is asked, in milliseconds. */
const wordsWait = 1_000;

/** Notices when a server is ready: by its own words, or by its port if it has none. */
export class Readiness implements Disposable {
  readonly #planned: readonly string[] | 'any';
  readonly #words: ServerWords;
  readonly #clock: Clock;
  readonly #ready: Deferred<readonly string[]> = deferred<readonly string[]>();
  readonly #timers = new DisposableStore();
  #isDisposed = false;

  constructor(planned: readonly string[] | 'any', words: ServerWords, clock: Clock) {
    this.#planned = planned;
    this.#words = words;
    this.#clock = clock;
    this.#timers.add(words.heard(() => this.#hear()));
    this.#askLater();
  }

  /** Resolves to the URLs where it listens. */
  get urls(): Promise<readonly string[]> {
    return this.#ready.promise;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#timers.dispose();
  }

  #hear(): void {
    const { listening, isStarted } = this.#words;
    if (listening.length === 0) return;
    if (isStarted) this.#ready.resolve(listening);
    // Not every server says that it has started; by then it has named all its addresses.
    else this.#after(startedWait, () => this.#ready.resolve(this.#words.listening));
  }

  #askLater(): void {
    const urls = this.#planned;
    if (urls !== 'any') this.#after(wordsWait, () => void this.#ask(urls));
  }

  async #ask(urls: readonly string[]): Promise<void> {
    const isAnswered = (await firstAnswering(urls, this.#clock)) !== undefined;
    if (this.#isDisposed) return;
    if (!isAnswered) return this.#askLater();
    // Its words may be on their way.
    this.#after(startedWait, () => this.#ready.resolve(urls));
  }

  #after(milliseconds: number, callback: () => void): void {
    this.#timers.add(this.#clock.after(milliseconds, callback));
  }
}
