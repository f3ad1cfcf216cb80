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
 * The variable that identifies processes of a program that have left its process group and whose parents
 * have ended. A process without it in its environment may outlive the program.
 */
export const markVariable = 'IDE_SESSION_PROGRAM';

/** How long the environment of a starting process may be empty, in milliseconds. */
const startTime = 1_000;
/** The delay before the environment of a starting process is read again, in milliseconds. */
const startWait = 5;

/** The mark of a process, or since when it had no environment. */
type Reading =
  | { readonly kind: 'mark'; readonly mark: string | undefined }
  | { readonly kind: 'empty'; readonly since: number };

// By the machine's own time, in which the kernel starts processes.

/** By pid and start time, so that each process is read once. A process without a mark never gets one. */
let seen = new Map<string, Reading>();

/** Creates a unique mark. */
export function createMark(): string {
  return randomUUID();
}

/**
 * Returns the orphans with this mark, on Linux, except servers that may outlive programs. Their descendants
 * are not included. Rejects without a free file descriptor.
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

/** Callers with the same process list share the result. */
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

/** Waits for a starting process. */
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

/** Reads the mark again, since the process may execute another program now. */
async function isMarked({ pid }: ProcessEntry, mark: string): Promise<boolean> {
  return markIn(await readEnvironment(pid)) === mark && !(await isSharedServer(pid));
}

/**
 * Empty while the process is starting, and if it has no variables. Read off the main thread, since a
 * process can block readers of its memory.
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
