import { orAborted } from '../../common/abort.ts';

/** Work that several may wait for; it is aborted when nobody waits for it any more. */
export class SharedWork<T> {
  readonly #abort = new AbortController();
  readonly #done: Promise<T>;
  #waiting = 0;

  constructor(begin: (signal: AbortSignal) => Promise<T>) {
    this.#done = begin(this.#abort.signal);
    // Whoever waits hears of it.
    this.#done.catch(() => undefined);
  }

  get isAborted(): boolean {
    return this.#abort.signal.aborted;
  }

  /** Settles as the work does, or rejects with the reason of the waiting one's own signal. */
  async wait(signal: AbortSignal | undefined): Promise<T> {
    signal?.throwIfAborted();
    this.#waiting++;
    try {
      return await orAborted(this.#done, signal);
    } finally {
      this.#waiting--;
      if (this.#waiting === 0) this.abort();
    }
  }

  /** Gives the work up, whoever waits. */
  abort(): void {
    this.#abort.abort();
  }
}
