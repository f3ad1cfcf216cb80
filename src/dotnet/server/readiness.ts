import type { Clock } from '../../common/clock.ts';
import { type Deferred, deferred } from '../../common/deferred.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { findFirstAnswering } from './ports.ts';
import type { ServerWords } from './serverWords.ts';

/** How long a listening server may take to report that it has started, in milliseconds. */
const startedWait = 250;
/** How long to wait for a server's output before its port is checked, in milliseconds. */
const wordsWait = 1_000;

/** Detects when a server is ready, from its output, or from its port if it writes none. */
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

  /** Resolves to the URLs that it listens on. */
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
    // Not all servers report that they have started. After this time, all addresses were reported.
    else this.#after(startedWait, () => this.#ready.resolve(this.#words.listening));
  }

  #askLater(): void {
    const urls = this.#planned;
    if (urls !== 'any') this.#after(wordsWait, () => void this.#ask(urls));
  }

  async #ask(urls: readonly string[]): Promise<void> {
    const isAnswered = (await findFirstAnswering(urls, this.#clock)) !== undefined;
    if (this.#isDisposed) return;
    if (!isAnswered) return this.#askLater();
    // Its output may still arrive.
    this.#after(startedWait, () => this.#ready.resolve(urls));
  }

  #after(milliseconds: number, callback: () => void): void {
    this.#timers.add(this.#clock.after(milliseconds, callback));
  }
}
