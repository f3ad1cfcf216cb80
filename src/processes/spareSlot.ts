import { onAbort } from '../common/abort.ts';
import type { Clock } from '../common/clock.ts';
import type { Disposable } from '../common/disposable.ts';

export interface SpareSlotOptions<T> {
  readonly clock: Clock;
  /** How long a resource is kept, in milliseconds. */
  readonly keptFor: number;
  /** Resolves when a resource has ended by itself, or is of no use any more. */
  readonly ended: (resource: T) => Promise<unknown>;
  /** Called when a resource is ready for its next user, or is kept no longer. */
  readonly changed?: () => void;
}

/** Starts a resource, unless the signal is aborted first. */
export type Start<T> = (unwanted: AbortSignal) => Promise<T>;

interface Kept<T> {
  readonly key: string;
  /** Ends its start. */
  readonly abort: AbortController;
  /** Resolves to `undefined` if it could not be started. */
  readonly arrival: Promise<T | undefined>;
  readonly timer: Disposable;
  /** Absent until it has started. */
  resource: T | undefined;
}

/** Keeps at most one unused resource for its next user and for a bounded time. */
export class SpareSlot<T extends { close(): Promise<unknown> }> {
  readonly #options: SpareSlotOptions<T>;
  readonly #ending = new Set<Promise<unknown>>();
  #kept: Kept<T> | undefined;

  constructor(options: SpareSlotOptions<T>) {
    this.#options = options;
  }

  /** The key of the kept resource, which may still be starting. */
  get key(): string | undefined {
    return this.#kept?.key;
  }

  /** The kept resource, once it has started. */
  get ready(): T | undefined {
    return this.#kept?.resource;
  }

  /** Keeps a resource in place of the one before. Why it can't be started is left to the next user. */
  keep(key: string, start: Start<T | undefined>): void {
    this.discard();
    const { changed, clock, ended, keptFor } = this.#options;
    const abort = new AbortController();
    const arrival = start(abort.signal).catch(() => undefined);
    const timer = clock.after(keptFor, () => this.discard());
    const kept: Kept<T> = { key, abort, arrival, timer, resource: undefined };
    this.#kept = kept;
    void arrival.then(async (resource) => {
      kept.resource = resource;
      if (this.#kept === kept) changed?.();
      if (resource !== undefined) await ended(resource);
      if (this.#kept === kept) this.discard();
    });
  }

  /**
   * Hands over the resource that is kept under the key, once it has started; `undefined` if there is none.
   * Aborting `unwanted` ends its start.
   */
  async take(key: string, unwanted?: AbortSignal): Promise<T | undefined> {
    const kept = this.#kept;
    if (kept?.key !== key) return undefined;
    this.#remove(kept);
    const abandoning = onAbort(unwanted, () => kept.abort.abort());
    try {
      return await kept.arrival;
    } finally {
      abandoning.dispose();
    }
  }

  /** Ends the kept resource, if there is one. */
  discard(): void {
    const kept = this.#kept;
    if (kept === undefined) return;
    this.#remove(kept);
    kept.abort.abort();
    this.#follow(kept.arrival.then((resource) => resource?.close()));
  }

  /** Ends a resource that was handed over, and is of no use. */
  end(resource: T): void {
    this.#follow(resource.close());
  }

  /** Ends the kept resource. Resolves when it and all others that are ended here have ended. */
  async close(): Promise<void> {
    this.discard();
    await Promise.allSettled(this.#ending);
  }

  #follow(ending: Promise<unknown>): void {
    this.#ending.add(ending);
    const gone = (): void => void this.#ending.delete(ending);
    ending.then(gone, gone);
  }

  #remove({ timer }: Kept<T>): void {
    timer.dispose();
    this.#kept = undefined;
    this.#options.changed?.();
  }
}
