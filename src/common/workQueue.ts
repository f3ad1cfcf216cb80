import { type Disposable, toDisposable } from './disposable.ts';

/** Work that holds its place in a queue until the promise settles; it must not reject. */
export type Work = () => Promise<void>;

/** Begins work in order, at most `width` pieces at a time, never within the call that adds it. */
export class WorkQueue {
  readonly #width: number;
  readonly #waiting = new Set<Work>();
  #active = 0;

  constructor(width: number) {
    this.#width = Math.max(1, Math.floor(width));
  }

  /** Disposing takes the work out again, if it wasn't begun. */
  add(work: Work): Disposable {
    const own: Work = () => work();
    this.#waiting.add(own);
    setImmediate(() => this.#begin());
    return toDisposable(() => this.#waiting.delete(own));
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
