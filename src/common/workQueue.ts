import { AsyncResource } from 'node:async_hooks';
import { deferred } from './deferred.ts';
import { type Disposable, toDisposable } from './disposable.ts';

/** Work that occupies a slot of the queue until its promise settles. It must not reject. */
export type Work = () => Promise<void>;

/** Runs work in order, at most `width` items at a time. Never starts work synchronously. */
export class WorkQueue {
  readonly #width: number;
  /** With the asynchronous context of each. */
  readonly #waiting = new Map<Work, AsyncResource>();
  #active = 0;

  constructor(width: number) {
    this.#width = Math.max(1, Math.floor(width));
  }

  /**
   * The work runs in the asynchronous context of this call, not in that of the work before it. Disposing of
   * the result removes it if it has not started.
   */
  add(work: Work): Disposable {
    // Work that is added twice is run twice.
    const own: Work = () => work();
    this.#waiting.set(own, new AsyncResource('WorkQueue'));
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
    const [next] = this.#waiting;
    if (next === undefined) return;
    const [work, context] = next;
    this.#waiting.delete(work);
    this.#active++;
    void context.runInAsyncScope(work).finally(() => {
      this.#active--;
      this.#begin();
    });
  }
}
