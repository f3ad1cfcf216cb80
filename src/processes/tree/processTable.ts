import { execFile } from 'node:child_process';
import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { setImmediate as immediate, setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

/** A process of this machine. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** The start time in an opaque format, which distinguishes processes with the same pid. */
  readonly started: string;
}

/** How many entries are read in one turn of the event loop. Takes about a millisecond. */
const entriesPerTurn = 50;
/** The pause before the next listing as a multiple of the last one's duration, to leave time for other work. */
const restAfterListing = 3;

/** A listing and its CPU time in milliseconds. */
interface Listing {
  readonly table: ProcessTable;
  readonly took: number;
}

/** The pause after a failed listing, in milliseconds. */
const restAfterFailure = 10;

// By the machine's own time: a listing is followed by a rest as long as it kept the machine busy, whatever
// clock programs have.
let present: Promise<unknown> = Promise.resolve();
let next: Promise<ProcessTable> | undefined;

/** A snapshot of the processes of this machine, indexed by parent and group. */
export class ProcessTable {
  readonly entries: readonly ProcessEntry[];
  readonly #byParent: ReadonlyMap<number, readonly ProcessEntry[]>;
  readonly #byGroup: ReadonlyMap<number, readonly ProcessEntry[]>;
  readonly #byPid: ReadonlyMap<number, ProcessEntry>;

  constructor(entries: readonly ProcessEntry[]) {
    this.entries = entries;
    this.#byPid = new Map(entries.map((entry) => [entry.pid, entry]));
    this.#byParent = groupBy(entries, ({ parent }) => parent);
    this.#byGroup = groupBy(entries, ({ group }) => group);
  }

  get(pid: number): ProcessEntry | undefined {
    return this.#byPid.get(pid);
  }

  group(id: number): readonly ProcessEntry[] {
    return this.#byGroup.get(id) ?? [];
  }

  /** Returns possible orphans: processes are reparented to an ancestor of this process, or to init. */
  orphans(): readonly ProcessEntry[] {
    const ancestors = new Set([1]);
    for (let pid = process.ppid; pid > 0 && !ancestors.has(pid);) {
      ancestors.add(pid);
      pid = this.#byPid.get(pid)?.parent ?? 0;
    }
    const children = [...ancestors].flatMap((pid) => this.#byParent.get(pid) ?? []);
    return children.filter(({ pid }) => !ancestors.has(pid) && pid !== process.pid);
  }

  /** Returns these processes with all descendants. */
  withDescendants(first: readonly ProcessEntry[]): readonly ProcessEntry[] {
    const found = new Map(first.map((entry) => [entry.pid, entry]));
    for (const { pid } of found.values()) {
      for (const entry of this.#byParent.get(pid) ?? []) found.set(entry.pid, entry);
    }
    return [...found.values()];
  }
}

function groupBy(
  entries: readonly ProcessEntry[],
  key: (entry: ProcessEntry) => number,
): ReadonlyMap<number, readonly ProcessEntry[]> {
  const groups = new Map<number, ProcessEntry[]>();
  for (const entry of entries) {
    const group = groups.get(key(entry));
    if (group === undefined) groups.set(key(entry), [entry]);
    else group.push(entry);
  }
  return groups;
}

/** Whether reading failed for lack of a file descriptor, so that the file may exist. */
export function isOutOfDescriptors(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EMFILE' || code === 'ENFILE';
}

/**
 * Lists the processes of this machine, on POSIX. There is one listing at a time; calls during it share the
 * next one. Rejects if processes can't be listed, for example without a free file descriptor.
 */
export function listProcesses(): Promise<ProcessTable> {
  next ??= present.then(() => {
    const listing = process.platform === 'linux' ? readProc() : runPs();
    present = listing.then(
      ({ took }) => pause(took * restAfterListing),
      () => pause(restAfterFailure),
    );
    next = undefined;
    return listing.then(({ table }) => table);
  });
  return next;
}

/** Returns the process with a pid, on POSIX; `undefined` if it has ended or can't be read. */
export async function findProcess(pid: number): Promise<ProcessEntry | undefined> {
  try {
    return process.platform === 'linux' ? readStat(String(pid)) : (await listProcesses()).get(pid);
  } catch {
    return undefined;
  }
}

async function readProc(): Promise<Listing> {
  let began = process.cpuUsage();
  let took = 0;
  const names = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const entries: ProcessEntry[] = [];
  for (const [index, name] of names.entries()) {
    if (index % entriesPerTurn === entriesPerTurn - 1) {
      took += busyTimeSince(began);
      await immediate();
      began = process.cpuUsage();
    }
    const entry = readStat(name);
    if (entry !== undefined) entries.push(entry);
  }
  const table = new ProcessTable(entries);
  return { table, took: took + busyTimeSince(began) };
}

/** CPU time in milliseconds. */
function busyTimeSince(began: NodeJS.CpuUsage): number {
  const { system, user } = process.cpuUsage(began);
  return (system + user) / 1_000;
}

/** Zombies count as ended. */
function readStat(pid: string): ProcessEntry | undefined {
  const fields = readStatFields(pid);
  const [state, parent, group] = fields;
  if (state === undefined || group === undefined || state === 'Z' || state === 'X')
    return undefined;
  return {
    pid: Number(pid),
    parent: Number(parent),
    group: Number(group),
    started: fields[19] ?? '',
  };
}

/** Larger than any stat file. */
const buffer = Buffer.allocUnsafe(4096);

/** Returns the fields of `/proc/PID/stat` from the third on (proc_pid_stat(5)); empty if there is no such process. */
export function readStatFields(pid: string): readonly string[] {
  let file: number;
  try {
    file = openSync(`/proc/${pid}/stat`, 'r');
  } catch (error) {
    if (isOutOfDescriptors(error)) throw error;
    return [];
  }
  try {
    const text = buffer.toString('latin1', 0, readSync(file, buffer));
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    // The process has ended.
    return [];
  } finally {
    closeSync(file);
  }
}

async function runPs(): Promise<Listing> {
  const began = performance.now();
  const columns = 'pid=,ppid=,pgid=,stat=,lstart=';
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', columns]);
  const entries = stdout.split('\n').flatMap((line) => {
    const [pid, parent, group, state, ...started] = line.trim().split(/\s+/);
    if (started.length === 0 || state?.startsWith('Z')) return [];
    return [
      {
        pid: Number(pid),
        parent: Number(parent),
        group: Number(group),
        started: started.join(' '),
      },
    ];
  });
  return { table: new ProcessTable(entries), took: performance.now() - began };
}
