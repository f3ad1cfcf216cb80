import { onAbort, orAborted } from '../../common/abort.ts';

/** Work with several waiters. It is aborted when none is left. */
export class SharedWork<T> {
  readonly #abort = new AbortController();
  readonly #done: Promise<T>;
  readonly #waiting = new Set<object>();

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
    const waiter = {};
    this.#waiting.add(waiter);
    const settled = orAborted(this.#done, signal);
    // At once, so that no new caller joins work that is about to be cancelled.
    const leaving = onAbort(signal, () => this.#leave(waiter));
    try {
      return await settled;
    } finally {
      leaving.dispose();
      this.#leave(waiter);
    }
  }

  /** Aborts the work even if there are waiters. */
  abort(): void {
    this.#abort.abort();
  }

  #leave(waiter: object): void {
    this.#waiting.delete(waiter);
    if (this.#waiting.size === 0) this.abort();
  }
}
