import { orAborted } from '../../common/abort.ts';

/** Work with several waiters. It is aborted when none is left. */
export class SharedWork<T> {
  readonly #abort = new AbortController();
  readonly #done: Promise<T>;
  #waiting = 0;

  constructor(begin: (signal: AbortSignal) => Promise<T>) {
    this.#done = begin(this.#abort.signal);
    // Errors are reported to the waiters.
    this.#done.catch(() => undefined);
  }

  get isAborted(): boolean {
    return this.#abort.signal.aborted;
  }

  /** Settles as the work does, or rejects with the reason of the signal. */
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

  /** Aborts the work even if there are waiters. */
  abort(): void {
    this.#abort.abort();
  }
}
