import { AsyncResource } from 'node:async_hooks';
import { deferred } from './deferred.ts';
import { type Disposable, toDisposable } from './disposable.ts';

/** Work that occupies a slot of the queue until its promise settles. It must not reject. */
export type Work = () => Promise<void>;

/** Runs work in order, at most `width` items at a time. Never starts work synchronously. */
export class WorkQueue {
  readonly #width: number;
  readonly #waiting = new Set<Work>();
  #active = 0;

  constructor(width: number) {
    this.#width = Math.max(1, Math.floor(width));
  }

  /**
   * The work runs in the asynchronous context of this call, not in that of the work before it. Disposing of
   * the result removes it if it has not started.
   */
  add(work: Work): Disposable {
    const own: Work = AsyncResource.bind(() => work());
    this.#waiting.add(own);
    setImmediate(() => this.#begin());
    return toDisposable(() => this.#waiting.delete(own));
  }

  /** Settles as the work does, which may reject. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const done = deferred<T>();
    this.add(() => work().then(done.resolve, done.reject));
    return done.promise;
  }

  #begin(): void {
    if (this.#active >= this.#width) return;
    const [work] = this.#waiting;
    if (work === undefined) return;
    this.#waiting.delete(work);
    this.#active++;
    void work().finally(() => {
      this.#active--;
      this.#begin();
    });
  }
}
