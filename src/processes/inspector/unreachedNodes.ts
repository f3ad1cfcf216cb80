import { readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import { listProcesses, type ProcessEntry, type ProcessTable } from '../tree/processTable.ts';

/** A Node process that no debugger can attach to. */
export interface UnreachedNode {
  readonly pid: number;
  /** The name of its script, if it is known. */
  readonly script: string | undefined;
}

/** The polling interval in milliseconds. All instances poll at the same time and share one process list. */
const lookInterval = 2_000;

/** A variable of js-debug's own helper processes. */
const debuggersOwn = 'NODE_INSPECTOR_INFO=';

/**
 * Finds Node processes of a program that can't be debugged because their NODE_OPTIONS were replaced.
 * Processes that end before the next poll are ignored. Linux only.
 */
export class UnreachedNodes implements Disposable {
  readonly #root: number;
  readonly #clock: Clock;
  /** The NODE_OPTIONS of a debuggable process contain one of these. */
  readonly #marks: readonly string[];
  readonly #found: (process: UnreachedNode) => void;
  /** The processes seen so far, and whether they were reported. */
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
      (table) => getTree(this.#root, table),
      () => [],
    );
    const known = new Map<string, 'reached' | 'unreached' | 'told'>();
    for (const entry of tree) {
      const key = `${entry.pid} ${entry.started}`;
      const before = this.#known.get(key);
      const now = before ?? ((await this.#isReached(entry.pid)) ? 'reached' : 'unreached');
      const isLasting = before === 'unreached' && !this.#isOver;
      if (isLasting) this.#found({ pid: entry.pid, script: await readScript(entry.pid) });
      known.set(key, isLasting ? 'told' : now);
    }
    this.#known = known;
    if (!this.#isOver) this.#lookLater();
  }

  /** Whether it is not a Node process, or the debugger can attach to it. */
  async #isReached(pid: number): Promise<boolean> {
    const executable = await readlink(`/proc/${pid}/exe`).catch(() => '');
    if (!/^node(js)?$/.test(basename(executable))) return true;
    const variables = (await readContent(pid, 'environ')).split('\0');
    // The environment of other users' processes, or of ended ones, can't be read.
    if (variables.length <= 1) return true;
    if (variables.some((one) => one.startsWith(debuggersOwn))) return true;
    const options = variables.find((one) => one.startsWith('NODE_OPTIONS=')) ?? '';
    return this.#marks.some((mark) => options.includes(mark));
  }
}

/** Returns the process group of the root with all descendants. */
function getTree(root: number, table: ProcessTable): readonly ProcessEntry[] {
  const own = table.get(root);
  return table.withDescendants([...(own ? [own] : []), ...table.group(root)]);
}

/** Returns only the argument that looks like a script, since other arguments may be secret. */
async function readScript(pid: number): Promise<string | undefined> {
  const words = (await readContent(pid, 'cmdline')).split('\0').slice(1);
  const script = words.find((word) => /^[^-\s][^\n]*\.[cm]?[jt]sx?$/.test(word));
  return script === undefined ? undefined : basename(script);
}

function readContent(pid: number, name: 'environ' | 'cmdline'): Promise<string> {
  return readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '');
}
