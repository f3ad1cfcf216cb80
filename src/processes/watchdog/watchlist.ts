import { rm } from 'node:fs/promises';
import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import { createProcessTree } from '../tree/createProcessTree.ts';
import { endTree, isGoneWithin } from '../tree/endTree.ts';
import { findProcess } from '../tree/processTable.ts';
import type { ProcessTree } from '../tree/processTree.ts';
import { TreeLooks } from '../tree/treeLooks.ts';
import type { WatchdogMessage } from './message.ts';

/** How long programs may take to exit before they are killed, in milliseconds. */
const grace = 2_000;
/** How long killed processes may take to disappear, in milliseconds. */
const killTimeout = 1_000;

interface WatchedTree {
  readonly tree: Promise<ProcessTree>;
  readonly look: Disposable;
}

/** The processes and folders that a host has registered. */
export class Watchlist {
  readonly #clock: Clock;
  readonly #trees = new Map<number, WatchedTree>();
  readonly #folders = new Map<number, string>();
  /** Records trees beforehand, since a program that writes to a broken pipe may exit before its children are listed. */
  readonly #looks: TreeLooks;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#looks = new TreeLooks(clock);
  }

  take(message: WatchdogMessage): void {
    switch (message.kind) {
      case 'watch':
        this.#watch(message);
        return;
      case 'watch folder':
        this.#folders.set(message.id, message.path);
        return;
      case 'over':
        this.#trees.get(message.id)?.look.dispose();
        this.#trees.delete(message.id);
        this.#folders.delete(message.id);
        return;
    }
  }

  /** Ends the remaining processes and removes the folders. */
  async end(): Promise<void> {
    this.#looks.dispose();
    const trees = [...this.#trees.values()].map(async ({ tree }) => this.#endTree(await tree));
    await Promise.all(trees);
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

  #watch({ id, mark, pid }: Extract<WatchdogMessage, { kind: 'watch' }>): void {
    const tree = this.#identifiedTree(pid, mark);
    this.#trees.set(id, { tree, look: this.#looks.add(tree) });
  }

  /** Returns the tree of the process that currently has this pid. */
  async #identifiedTree(pid: number, mark: string | undefined): Promise<ProcessTree> {
    const root = await findProcess(pid);
    const started = root?.started ?? 'never';
    return createProcessTree(pid, { clock: this.#clock, started, mark });
  }
}
