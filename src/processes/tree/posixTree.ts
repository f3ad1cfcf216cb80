import type { Clock } from '../../common/clock.ts';
import { ignores } from './ignoredSignals.ts';
import {
  findProcess,
  listProcesses,
  type ProcessEntry,
  type ProcessTable,
} from './processTable.ts';
import type { ProcessTree, TreeOptions } from './processTree.ts';
import { findMarked } from '../program/programMark.ts';
import { sendSignal } from './sendSignal.ts';

/** How often processes are listed while the root is alive, in milliseconds. */
const listInterval = 250;
/** The maximum number of rounds of freezing new processes before all are killed. */
const maxFreezes = 20;

/**
 * The process group, all descendants and all marked processes. Descendants that left the group are
 * remembered with their start time, since they can't be found once their parents have ended.
 */
export class PosixTree implements ProcessTree {
  readonly #root: number;
  readonly #clock: Clock;
  readonly #started: string | undefined;
  readonly #mark: string | undefined;
  #strays: readonly ProcessEntry[] = [];
  readonly #isChild: boolean;
  /** The processes that have received the latest signal, by pid and start time. */
  #sent: { readonly signal: NodeJS.Signals; readonly to: Set<string> } | undefined;
  /** Whether the signal is also for processes that are found later. */
  #isForAll = false;
  #listedAt = -Infinity;
  /** The members in the last process list. */
  #known: readonly ProcessEntry[] = [];
  /** Processes that were asked to exit after the root and don't ignore it, by pid and start time. */
  readonly #late = new Set<string>();

  constructor(root: number, { clock, isChild = false, mark, started }: TreeOptions) {
    this.#root = root;
    this.#clock = clock;
    this.#started = started;
    this.#mark = mark;
    this.#isChild = isChild;
  }

  async askRoot(): Promise<void> {
    // Remembers processes that left the group, since the root may have ended when they are asked.
    const root = (await this.#members())?.find(({ pid }) => pid === this.#root);
    if (root !== undefined) this.#sendTo([root], 'SIGTERM');
  }

  async isRootAlive(): Promise<boolean> {
    if (!sendSignal(this.#root, 0)) return false;
    if (this.#isChild) return true;
    // Zombies still take signals.
    const root = await findProcess(this.#root);
    return root !== undefined && !this.#isOther(root);
  }

  async terminate(): Promise<void> {
    this.#isForAll = true;
    this.#sendToMembers(await this.#members(), 'SIGTERM');
  }

  isLateAlive(): boolean {
    return this.#known.some((entry) => this.#late.has(getKey(entry)));
  }

  /** Freezes all processes first, so that none can start another one. */
  async kill(): Promise<void> {
    this.#isForAll = true;
    let members = await this.#members();
    for (let times = 0; members !== undefined && times < maxFreezes; times++) {
      if (!this.#sendTo(members, 'SIGSTOP')) break;
      members = await this.#members();
    }
    this.#sendToMembers(members, 'SIGKILL');
  }

  async look(): Promise<void> {
    await this.#members();
  }

  async isAlive(): Promise<boolean> {
    const isRootThere = sendSignal(this.#root, 0);
    if (isRootThere && this.#clock.elapsed() - this.#listedAt < listInterval) return true;
    const isGone = !isRootThere && !sendSignal(-this.#root, 0) && this.#strays.length === 0;
    if (isGone && this.#mark === undefined) return false;
    // Zombies still take signals, but are no members.
    const isFrozen = this.#sent?.signal === 'SIGKILL';
    const members = await (isGone || isFrozen ? this.#members() : this.#membersForCertain());
    // Without a list, processes that left the group would be missed.
    if (members === undefined) return this.#mark !== undefined || !isGone;
    if (this.#sent !== undefined && this.#isForAll) this.#sendTo(members, this.#sent.signal);
    return members.length > 0;
  }

  #sendToMembers(members: readonly ProcessEntry[] | undefined, signal: NodeJS.Signals): void {
    if (members !== undefined) this.#sendTo(members, signal);
    // Without a process list, only the group is signalled, unless its id may have been reused.
    else if (this.#started === undefined) sendSignal(-this.#root, signal);
  }

  /**
   * Sends each process a signal once, since programs may exit immediately on a second one. Returns whether a
   * process had not received it.
   */
  #sendTo(members: readonly ProcessEntry[], signal: NodeJS.Signals): boolean {
    if (this.#sent?.signal !== signal) this.#sent = { signal, to: new Set() };
    const { to } = this.#sent;
    const fresh = members.filter((entry) => !to.has(getKey(entry)));
    for (const entry of fresh) {
      to.add(getKey(entry));
      if (signal === 'SIGTERM' && this.#isForAll && !ignores(entry.pid, signal)) {
        this.#late.add(getKey(entry));
      }
      sendSignal(entry.pid, signal);
    }
    return fresh.length > 0;
  }

  /** A process that ended during a listing, and was not frozen before, may have started another one that isn't in the list. */
  async #membersForCertain(): Promise<readonly ProcessEntry[] | undefined> {
    const members = await this.#members();
    return members?.length === 0 ? this.#members() : members;
  }

  /** `undefined` if processes can't be listed. */
  async #members(): Promise<readonly ProcessEntry[] | undefined> {
    const table = await listProcesses().catch(() => undefined);
    if (table === undefined) return undefined;
    this.#listedAt = this.#clock.elapsed();
    const root = table.get(this.#root);
    const isOther = root !== undefined && this.#isOther(root);
    const own = isOther ? [] : [...(root ? [root] : []), ...table.group(this.#root)];
    const strays = this.#strays.flatMap(({ pid, started }) => {
      const entry = table.get(pid);
      return entry?.started === started ? [entry] : [];
    });
    const known = table.withDescendants([...own, ...strays]);
    // Marked orphans are searched when there are no other members left.
    const marked = known.length === 0 ? await this.#marked(table) : [];
    if (marked === undefined) return undefined;
    const members = known.length === 0 ? table.withDescendants(marked) : known;
    this.#known = members;
    this.#strays = members.filter(({ group }) => group !== this.#root);
    return members;
  }

  /** `undefined` if the environment of processes can't be read. */
  async #marked(table: ProcessTable): Promise<readonly ProcessEntry[] | undefined> {
    return this.#mark === undefined ? [] : findMarked(this.#mark, table).catch(() => undefined);
  }

  /** The pid of a group leader is not reused before its group is empty. */
  #isOther({ started }: ProcessEntry): boolean {
    return this.#started !== undefined && started !== this.#started;
  }
}

function getKey({ pid, started }: ProcessEntry): string {
  return `${pid} ${started}`;
}
