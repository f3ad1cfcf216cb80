import { readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import { listProcesses, type ProcessEntry, type ProcessTable } from '../tree/processTable.ts';

/** A Node process whose debugger was lost on the way. */
export interface UnreachedNode {
  readonly pid: number;
  /** The name of its script, if that shows. */
  readonly script: string | undefined;
}

/** How often it is looked, in milliseconds. All look at the same time, so that one list does for them. */
const lookInterval = 2_000;

/** The variable of js-debug's own processes, which lead it to those that it debugs. */
const debuggersOwn = 'NODE_INSPECTOR_INFO=';

/**
 * Finds the Node processes of a program that came without what leads a debugger to them, since their
 * NODE_OPTIONS were replaced. Those that are gone at the next look don't count. Only Linux tells.
 */
export class UnreachedNodes implements Disposable {
  readonly #root: number;
  readonly #clock: Clock;
  /** What the NODE_OPTIONS of a reached process name, one of these. */
  readonly #marks: readonly string[];
  readonly #found: (process: UnreachedNode) => void;
  /** The processes that were looked at, and whether they have yet to be told. */
  #known = new Map<string, 'reached' | 'unreached' | 'told'>();
  #timer: Disposable | undefined;
  #isOver = false;

  constructor(
    root: number,
    clock: Clock,
    marks: readonly string[],
    found: (process: UnreachedNode) => void,
  ) {
    this.#root = root;
    this.#clock = clock;
    this.#marks = marks;
    this.#found = found;
    if (process.platform === 'linux') this.#lookLater();
  }

  dispose(): void {
    this.#isOver = true;
    this.#timer?.dispose();
  }

  #lookLater(): void {
    const wait = lookInterval - (this.#clock.elapsed() % lookInterval);
    this.#timer = this.#clock.after(wait, () => void this.#look());
  }

  async #look(): Promise<void> {
    const tree = await listProcesses().then(
      (table) => treeOf(this.#root, table),
      () => [],
    );
    const known = new Map<string, 'reached' | 'unreached' | 'told'>();
    for (const entry of tree) {
      const key = `${entry.pid} ${entry.started}`;
      const before = this.#known.get(key);
      const now = before ?? ((await this.#isReached(entry.pid)) ? 'reached' : 'unreached');
      const isLasting = before === 'unreached' && !this.#isOver;
      if (isLasting) this.#found({ pid: entry.pid, script: await scriptOf(entry.pid) });
      known.set(key, isLasting ? 'told' : now);
    }
    this.#known = known;
    if (!this.#isOver) this.#lookLater();
  }

  /** Whether it is no Node process, or one that the debugger can reach. */
  async #isReached(pid: number): Promise<boolean> {
    const executable = await readlink(`/proc/${pid}/exe`).catch(() => '');
    if (!/^node(js)?$/.test(basename(executable))) return true;
    const variables = (await contentOf(pid, 'environ')).split('\0');
    // Nothing can be read of another user's process, or of one that is gone.
    if (variables.length <= 1) return true;
    if (variables.some((one) => one.startsWith(debuggersOwn))) return true;
    const options = variables.find((one) => one.startsWith('NODE_OPTIONS=')) ?? '';
    return this.#marks.some((mark) => options.includes(mark));
  }
}

/** The root's group and all that they have started. */
function treeOf(root: number, table: ProcessTable): readonly ProcessEntry[] {
  const own = table.get(root);
  return table.withDescendants([...(own ? [own] : []), ...table.group(root)]);
}

/** Of a command line only what looks like a script's name is told: the rest may be secret. */
async function scriptOf(pid: number): Promise<string | undefined> {
  const words = (await contentOf(pid, 'cmdline')).split('\0').slice(1);
  const script = words.find((word) => /^[^-\s][^\n]*\.[cm]?[jt]sx?$/.test(word));
  return script === undefined ? undefined : basename(script);
}

function contentOf(pid: number, name: 'environ' | 'cmdline'): Promise<string> {
  return readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '');
}
