import type { Clock } from '../../common/clock.ts';
import { type Disposable, toDisposable } from '../../common/disposable.ts';
import type { ProcessTree } from './processTree.ts';

/** The interval in which process trees are recorded, in milliseconds. */
const lookInterval = 5_000;

/**
 * Periodically records the processes of trees, since processes that left the group of their program can't
 * be found once their parents have ended.
 */
export class TreeLooks implements Disposable {
  readonly #clock: Clock;
  readonly #trees = new Set<Promise<ProcessTree>>();
  #next: Disposable | undefined;
  #isOver = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Records a tree until the result is disposed of. */
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
