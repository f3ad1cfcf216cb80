import type { Clock } from '../../common/clock.ts';
import { type Disposable, toDisposable } from '../../common/disposable.ts';
import type { ProcessTree } from './processTree.ts';

/** How often it is looked what programs have started, in milliseconds. */
const lookInterval = 5_000;

/**
 * Lets trees remember who is in them, by a look at all of them from time to time: what has left the
 * group of its program may not be found any more once its parents have ended.
 */
export class TreeLooks implements Disposable {
  readonly #clock: Clock;
  readonly #trees = new Set<Promise<ProcessTree>>();
  #next: Disposable | undefined;
  #isOver = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Looks at a tree until that is disposed. */
  add(tree: ProcessTree | Promise<ProcessTree>): Disposable {
    const added = Promise.resolve(tree);
    this.#trees.add(added);
    this.#next ??= this.#later();
    return toDisposable(() => {
      this.#trees.delete(added);
      if (this.#trees.size > 0) return;
      this.#next?.dispose();
      this.#next = undefined;
    });
  }

  dispose(): void {
    this.#isOver = true;
    this.#next?.dispose();
  }

  async #look(): Promise<void> {
    this.#next = undefined;
    await Promise.all([...this.#trees].map(async (tree) => (await tree).look()));
    if (!this.#isOver && this.#trees.size > 0) this.#next ??= this.#later();
  }

  #later(): Disposable {
    return this.#clock.after(lookInterval, () => void this.#look());
  }
}
