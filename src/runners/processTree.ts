import { execFile } from 'node:child_process';
import { becomes, type Clock } from '../common/clock.ts';
import { listProcesses, type ProcessEntry } from './processTable.ts';

/** A program's process with all that it started, as one thing that can be signalled. */
export interface ProcessTree {
  /** Asks all to end. */
  terminate(): Promise<void>;
  /** Ends all, whatever they do. */
  kill(): Promise<void>;
  /** Whether any of its processes is left. */
  isAlive(): Promise<boolean>;
}

/** Resolves to whether all of the tree has ended before the limit, in milliseconds. */
export function isGoneWithin(
  tree: ProcessTree,
  clock: Clock,
  limit: () => number,
): Promise<boolean> {
  return becomes(clock, limit, async () => !(await tree.isAlive()));
}

/** Asks all of the tree to end, and kills what is left after the grace, in milliseconds. */
export async function endTree(tree: ProcessTree, clock: Clock, grace: () => number): Promise<void> {
  await tree.terminate();
  if (!(await isGoneWithin(tree, clock, grace))) await tree.kill();
}

/**
 * The tree below `root`, with the process group that `root` leads, if it does. Given when the root
 * `started`, a later process of the same pid is not taken for it, on POSIX.
 */
export function processTree(root: number, started?: string): ProcessTree {
  return process.platform === 'win32' ? new WindowsTree(root) : new PosixTree(root, started);
}

/**
 * The group and every descendant. A descendant that left the group is remembered with its start,
 * since it can't be found any more once its parents have ended.
 */
class PosixTree implements ProcessTree {
  readonly #root: number;
  readonly #started: string | undefined;
  #strays: readonly ProcessEntry[] = [];

  constructor(root: number, started: string | undefined) {
    this.#root = root;
    this.#started = started;
  }

  terminate(): Promise<void> {
    return this.#signal('SIGTERM');
  }

  kill(): Promise<void> {
    return this.#signal('SIGKILL');
  }

  async isAlive(): Promise<boolean> {
    const isGone = !send(-this.#root, 0) && !send(this.#root, 0) && this.#strays.length === 0;
    // The dead that nobody has buried yet are there for signals, but no members.
    return !isGone && (await this.#members()).length > 0;
  }

  async #signal(name: NodeJS.Signals): Promise<void> {
    const members = await this.#members();
    const isInGroup = members.some(({ group }) => group === this.#root);
    if (isInGroup || this.#started === undefined) send(-this.#root, name);
    for (const { pid, group } of members) if (group !== this.#root) send(pid, name);
  }

  async #members(): Promise<readonly ProcessEntry[]> {
    // Where processes can't be listed, the group alone is signalled, unless it may be another's.
    const all = await listProcesses().catch(() => []);
    const isOther = all.some((entry) => this.#isOther(entry));
    const members = withDescendants(
      all,
      all.filter((entry) => (!isOther && this.#isRoot(entry)) || this.#isStray(entry)),
    );
    this.#strays = members.filter(({ group }) => group !== this.#root);
    return members;
  }

  #isRoot({ pid, group }: ProcessEntry): boolean {
    return pid === this.#root || group === this.#root;
  }

  /** The pid of a leader is not used again before its group is empty. */
  #isOther({ pid, started }: ProcessEntry): boolean {
    return pid === this.#root && this.#started !== undefined && started !== this.#started;
  }

  #isStray({ pid, started }: ProcessEntry): boolean {
    return this.#strays.some((stray) => stray.pid === pid && stray.started === started);
  }
}

function withDescendants(
  all: readonly ProcessEntry[],
  first: readonly ProcessEntry[],
): readonly ProcessEntry[] {
  const found = new Map(first.map((entry) => [entry.pid, entry]));
  for (const { pid } of found.values()) {
    for (const entry of all) if (entry.parent === pid) found.set(entry.pid, entry);
  }
  return [...found.values()];
}

/** Whether there was somebody to receive the signal. */
function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    // EPERM: there is somebody, who has become another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The tree as taskkill knows it, which needs its root to be alive. */
class WindowsTree implements ProcessTree {
  readonly #root: number;

  constructor(root: number) {
    this.#root = root;
  }

  terminate(): Promise<void> {
    return this.#taskkill();
  }

  kill(): Promise<void> {
    return this.#taskkill('/f');
  }

  isAlive(): Promise<boolean> {
    return Promise.resolve(send(this.#root, 0));
  }

  #taskkill(...options: readonly string[]): Promise<void> {
    return new Promise((resolve) => {
      execFile('taskkill', ['/pid', String(this.#root), '/t', ...options], () => resolve());
    });
  }
}
