import { rm } from 'node:fs/promises';
import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import { findProcess } from '../processTable.ts';
import { endTree, isGoneWithin, type ProcessTree, processTree } from '../processTree.ts';
import type { WatchdogMessage } from './message.ts';

/** How long programs may take to end before they are killed, in milliseconds. */
const grace = 2_000;
/** How long the killed may take to be gone, in milliseconds. */
const killTimeout = 1_000;
/** How often it is looked what the processes have started, in milliseconds. */
const lookInterval = 5_000;

/** The processes and folders that a host has told of and that are not over. */
export class Watchlist {
  readonly #clock: Clock;
  readonly #trees = new Map<number, Promise<ProcessTree>>();
  readonly #folders = new Map<number, string>();
  #look: Disposable | undefined;
  #isEnding = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  take(message: WatchdogMessage): void {
    switch (message.kind) {
      case 'watch':
        this.#trees.set(message.id, identifiedTree(message.pid));
        this.#look ??= this.#lookLater();
        return;
      case 'watch folder':
        this.#folders.set(message.id, message.path);
        return;
      case 'over':
        this.#trees.delete(message.id);
        this.#folders.delete(message.id);
        return;
    }
  }

  /** Ends all processes that are left, and then removes the folders. */
  async end(): Promise<void> {
    this.#isEnding = true;
    this.#look?.dispose();
    const trees = await Promise.all(this.#trees.values());
    await Promise.all(trees.map((tree) => this.#endTree(tree)));
    for (const path of this.#folders.values()) {
      await rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }).catch(
        () => undefined,
      );
    }
  }

  async #endTree(tree: ProcessTree): Promise<void> {
    if (!(await tree.isAlive())) return;
    await endTree(tree, this.#clock, () => grace);
    await isGoneWithin(tree, this.#clock, () => killTimeout);
  }

  /**
   * Lets the trees remember who is in them: a program that writes to a dead host's pipe may be gone
   * before anybody can ask it for its children.
   */
  async #lookAtTrees(): Promise<void> {
    const trees = await Promise.all(this.#trees.values());
    await Promise.all(trees.map((tree) => tree.isAlive()));
    if (this.#isEnding) return;
    this.#look = this.#trees.size === 0 ? undefined : this.#lookLater();
  }

  #lookLater(): Disposable {
    return this.#clock.after(lookInterval, () => void this.#lookAtTrees());
  }
}

/** The tree of the process that has this id now, and of no later one. */
async function identifiedTree(pid: number): Promise<ProcessTree> {
  const root = await findProcess(pid);
  return processTree(pid, root?.started ?? 'never');
}
