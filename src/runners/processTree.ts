import { execFile } from 'node:child_process';
import { becomes, type Clock } from '../common/clock.ts';
import {
  findProcess,
  listProcesses,
  type ProcessEntry,
  type ProcessTable,
} from './processTable.ts';
import { findMarked } from './programMark.ts';

/** A program's process with all that it started, as one thing that can be signalled. */
export interface ProcessTree {
  /** Asks the root alone to end, where that is possible: it may ask the others itself. */
  askRoot(): Promise<void>;
  /** Asks all to end that were not asked; resolves to whether there were any. */
  terminate(): Promise<boolean>;
  /** Ends all, whatever they do. */
  kill(): Promise<void>;
  /** Whether any of its processes is left. */
  isAlive(): Promise<boolean>;
  /** Remembers the processes that are in it now. */
  look(): Promise<void>;
  /** Whether its root is left, if that can be asked alone. */
  isRootAlive(): Promise<boolean>;
}

/** How long before the end of the grace the others are asked where the root stays, at most, in milliseconds. */
const lastGrace = 2_000;
/** How long a tree may take in all where some were asked late, in milliseconds: controllers wait for ten seconds. */
const longestEnd = 9_000;

/** Resolves to whether all of the tree has ended before the limit, in milliseconds. */
export function isGoneWithin(
  tree: Pick<ProcessTree, 'isAlive'>,
  clock: Clock,
  limit: () => number,
): Promise<boolean> {
  return becomes(clock, limit, async () => !(await tree.isAlive()));
}

/**
 * Asks all of the tree to end, and kills what is left after the grace, in milliseconds, which begins when
 * the last are asked.
 */
export async function endTree(tree: ProcessTree, clock: Clock, grace: () => number): Promise<void> {
  const began = clock.elapsed();
  const isAnyLate = await askTree(tree, clock, grace);
  const taken = clock.elapsed() - began;
  const limit = (): number =>
    isAnyLate ? Math.max(grace() - taken, Math.min(grace(), longestEnd - taken)) : grace() - taken;
  if (!(await isGoneWithin(tree, clock, limit))) await tree.kill();
}

/**
 * Asks a tree to end, each process once. A parent that passes the signal on would have its children
 * hear it twice, and many take the second time for impatience: so the others are asked when the root
 * has gone, or late in the grace if it stays. Resolves to whether there were others to ask.
 */
export async function askTree(
  tree: Pick<ProcessTree, 'askRoot' | 'isRootAlive' | 'terminate'>,
  clock: Clock,
  grace: () => number,
): Promise<boolean> {
  await tree.askRoot();
  const limit = (): number => Math.max(grace() / 2, grace() - lastGrace);
  await becomes(clock, limit, async () => !(await tree.isRootAlive()));
  return tree.terminate();
}

/** What is known of a tree beside the pid of its root. */
export interface TreeOptions {
  /** When the root started: a later process of the same pid is not taken for it, on POSIX. */
  readonly started?: string | undefined;
  /** Whether the root is a child of this process, which so knows its end at once. */
  readonly isChild?: boolean;
  /** What the processes of the tree have in their environment, see {@link findMarked}. */
  readonly mark?: string | undefined;
}

/** The tree below `root`, with the process group that `root` leads, if it does. */
export function processTree(root: number, options: TreeOptions = {}): ProcessTree {
  return process.platform === 'win32' ? new WindowsTree(root) : new PosixTree(root, options);
}

/** How often all processes are listed while the root is there, in milliseconds. */
const listInterval = 250;
/** How often it is looked for new processes before all are killed. */
const mostFreezes = 20;

/**
 * The group, every descendant and every marked process. A descendant that left the group is remembered
 * with its start, since it may not be found any more once its parents have ended.
 */
class PosixTree implements ProcessTree {
  readonly #root: number;
  readonly #started: string | undefined;
  readonly #mark: string | undefined;
  #strays: readonly ProcessEntry[] = [];
  readonly #isChild: boolean;
  /** Which processes have got the latest signal, by pid and start. */
  #sent: { readonly signal: NodeJS.Signals; readonly to: Set<string> } | undefined;
  /** Whether that is for all, those that are found later included. */
  #isForAll = false;
  #listedAt = -Infinity;

  constructor(root: number, { isChild = false, mark, started }: TreeOptions) {
    this.#root = root;
    this.#started = started;
    this.#mark = mark;
    this.#isChild = isChild;
  }

  async askRoot(): Promise<void> {
    // Those that left the group are remembered, since the root may be gone when they are asked.
    const root = (await this.#members())?.find(({ pid }) => pid === this.#root);
    if (root !== undefined) this.#sendTo([root], 'SIGTERM');
  }

  async isRootAlive(): Promise<boolean> {
    if (!send(this.#root, 0)) return false;
    if (this.#isChild) return true;
    // The dead that nobody has buried yet are there for signals.
    const root = await findProcess(this.#root);
    return root !== undefined && !this.#isOther(root);
  }

  terminate(): Promise<boolean> {
    return this.#send('SIGTERM');
  }

  /** What stands still starts nothing more, so that nothing gets away. */
  async kill(): Promise<void> {
    for (let times = 0; times < mostFreezes; times++) {
      if (!(await this.#send('SIGSTOP'))) break;
    }
    await this.#send('SIGKILL');
  }

  async look(): Promise<void> {
    await this.#members();
  }

  async isAlive(): Promise<boolean> {
    const isRootThere = send(this.#root, 0);
    if (isRootThere && performance.now() - this.#listedAt < listInterval) return true;
    const isGone = !isRootThere && !send(-this.#root, 0) && this.#strays.length === 0;
    if (isGone && this.#mark === undefined) return false;
    // The dead that nobody has buried yet are there for signals, but no members.
    const members = await this.#members();
    // What has got away would be missed.
    if (members === undefined) return this.#mark !== undefined || !isGone;
    if (this.#sent !== undefined && this.#isForAll) this.#sendTo(members, this.#sent.signal);
    return members.length > 0;
  }

  /** Resolves to whether there was any that had not got it. */
  async #send(signal: NodeJS.Signals): Promise<boolean> {
    this.#isForAll = true;
    const members = await this.#members();
    if (members !== undefined) return this.#sendTo(members, signal);
    // Where processes can't be listed, the group alone is signalled, unless it may be another's.
    if (this.#started === undefined) send(-this.#root, signal);
    return false;
  }

  /** Each gets it once: programs may take a second one for a wish to end at once. */
  #sendTo(members: readonly ProcessEntry[], signal: NodeJS.Signals): boolean {
    if (this.#sent?.signal !== signal) this.#sent = { signal, to: new Set() };
    const { to } = this.#sent;
    const fresh = members.filter((entry) => !to.has(keyOf(entry)));
    for (const entry of fresh) {
      to.add(keyOf(entry));
      send(entry.pid, signal);
    }
    return fresh.length > 0;
  }

  /** `undefined` where processes can't be listed. */
  async #members(): Promise<readonly ProcessEntry[] | undefined> {
    const table = await listProcesses().catch(() => undefined);
    if (table === undefined) return undefined;
    this.#listedAt = performance.now();
    const root = table.get(this.#root);
    const isOther = root !== undefined && this.#isOther(root);
    const own = isOther ? [] : [...(root ? [root] : []), ...table.group(this.#root)];
    const strays = this.#strays.flatMap(({ pid, started }) => {
      const entry = table.get(pid);
      return entry?.started === started ? [entry] : [];
    });
    const known = table.withDescendants([...own, ...strays]);
    // What has got away is looked for once nothing else is left.
    const marked = known.length === 0 ? await this.#marked(table) : [];
    if (marked === undefined) return undefined;
    const members = known.length === 0 ? table.withDescendants(marked) : known;
    this.#strays = members.filter(({ group }) => group !== this.#root);
    return members;
  }

  /** `undefined` where the variables of processes can't be read. */
  async #marked(table: ProcessTable): Promise<readonly ProcessEntry[] | undefined> {
    return this.#mark === undefined ? [] : findMarked(this.#mark, table).catch(() => undefined);
  }

  /** The pid of a leader is not used again before its group is empty. */
  #isOther({ started }: ProcessEntry): boolean {
    return this.#started !== undefined && started !== this.#started;
  }
}

function keyOf({ pid, started }: ProcessEntry): string {
  return `${pid} ${started}`;
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

  /** It is asked with all that it has started. */
  askRoot(): Promise<void> {
    return Promise.resolve();
  }

  isRootAlive(): Promise<boolean> {
    return Promise.resolve(false);
  }

  look(): Promise<void> {
    return Promise.resolve();
  }

  async terminate(): Promise<boolean> {
    await this.#taskkill();
    return false;
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
