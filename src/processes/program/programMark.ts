import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import {
  findProcess,
  isOutOfDescriptors,
  type ProcessEntry,
  type ProcessTable,
} from '../tree/processTable.ts';
import { isSharedServer } from '../tree/sharedServers.ts';

/**
 * The variable by which the processes of a program are found that have left its process group and whose
 * parents have ended. Without it in its environment, a process may outlive the program.
 */
export const markVariable = 'IDE_SESSION_PROGRAM';

/** How long a process may have no environment because it is just being started, in milliseconds. */
const startTime = 1_000;
/** How long to wait until such a process is looked at again, in milliseconds. */
const startWait = 5;

/** What was read of a process: its mark, or that it had no environment, and since when. */
type Reading =
  | { readonly kind: 'mark'; readonly mark: string | undefined }
  | { readonly kind: 'empty'; readonly since: number };

// By the machine's own time, in which the kernel starts processes.

/** By pid and start, so that each process is read once. One without a mark stays without. */
let seen = new Map<string, Reading>();

/** A mark that no other program has. */
export function createMark(): string {
  return randomUUID();
}

/**
 * The orphans with this mark, on Linux, without the servers that may outlive programs. What they have
 * started is not among them. Rejects without a free file descriptor.
 */
export async function findMarked(
  mark: string,
  table: ProcessTable,
): Promise<readonly ProcessEntry[]> {
  if (process.platform !== 'linux') return [];
  let marks = marksOf.get(table);
  if (marks === undefined) {
    marks = readMarks(table);
    marksOf.set(table, marks);
  }
  const marked = (await marks).get(mark) ?? [];
  const verified = marked.map(async (entry) => ((await isMarked(entry, mark)) ? [entry] : []));
  return (await Promise.all(verified)).flat();
}

/** All who ask by the same list share the reading. */
const marksOf = new WeakMap<ProcessTable, Promise<ReadonlyMap<string, readonly ProcessEntry[]>>>();

async function readMarks(
  table: ProcessTable,
): Promise<ReadonlyMap<string, readonly ProcessEntry[]>> {
  const known = seen;
  const readings = await Promise.all(
    table.orphans().map(async (entry) => {
      const key = `${entry.pid} ${entry.started}`;
      return { entry, key, reading: await readOnce(entry.pid, known.get(key)) };
    }),
  );
  seen = new Map(readings.map(({ key, reading }) => [key, reading]));
  const marks = new Map<string, readonly ProcessEntry[]>();
  for (const { entry, reading } of readings) {
    if (reading.kind !== 'mark' || reading.mark === undefined) continue;
    marks.set(reading.mark, [...(marks.get(reading.mark) ?? []), entry]);
  }
  return marks;
}

/** A process that is just being started is waited for. */
async function readOnce(pid: number, known: Reading | undefined): Promise<Reading> {
  if (known?.kind === 'mark') return known;
  const since = known?.since ?? performance.now();
  for (;;) {
    const environment = await readEnvironment(pid);
    const isStarting = environment === '' && (await findProcess(pid)) !== undefined;
    if (!isStarting) return { kind: 'mark', mark: markIn(environment) };
    if (performance.now() - since >= startTime) return { kind: 'empty', since };
    await pause(startWait);
  }
}

/** A process may have become another program since its mark was read. */
async function isMarked({ pid }: ProcessEntry, mark: string): Promise<boolean> {
  return markIn(await readEnvironment(pid)) === mark && !(await isSharedServer(pid));
}

/**
 * Empty while the process is being started, and if it has no variable. Read off the main thread, since a
 * process can hold up those who read its memory.
 */
async function readEnvironment(pid: number): Promise<string> {
  try {
    return await readFile(`/proc/${pid}/environ`, 'latin1');
  } catch (error) {
    if (isOutOfDescriptors(error)) throw error;
    return 'unreadable';
  }
}

function markIn(environment: string): string | undefined {
  const start = `\0${environment}`.indexOf(`\0${markVariable}=`);
  if (start === -1) return undefined;
  const [entry = ''] = environment.slice(start).split('\0', 1);
  return entry.slice(markVariable.length + 1);
}
