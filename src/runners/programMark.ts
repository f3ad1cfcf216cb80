import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ProcessEntry, ProcessTable } from './processTable.ts';
import { isSharedServer } from './sharedServers.ts';

/**
 * The variable by which the processes of a program are found that have left its process group and whose
 * parents have ended. Without it in its environment, a process may outlive the program.
 */
export const markVariable = 'IDE_SESSION_PROGRAM';

/** What stands for a mark that can't be read, since the process is just being started. */
const unreadable = '';

/** The marks of processes, by pid and start, so that each is read once. A process without keeps to that. */
let seen = new Map<string, string | undefined>();

/** A mark that no other program has. */
export function createMark(): string {
  return randomUUID();
}

/**
 * The orphans with this mark, on Linux, without the servers that may outlive programs. What they have
 * started is not among them.
 */
export async function findMarked(
  mark: string,
  table: ProcessTable,
): Promise<readonly ProcessEntry[]> {
  if (process.platform !== 'linux') return [];
  const known = seen;
  const read = new Map<string, string | undefined>();
  const found = await Promise.all(
    table.orphans().map(async (entry) => {
      const key = `${entry.pid} ${entry.started}`;
      const own = known.has(key) ? known.get(key) : await readMark(entry.pid);
      if (own !== unreadable) read.set(key, own);
      return own === mark && (await isMarked(entry, mark)) ? [entry] : [];
    }),
  );
  seen = read;
  return found.flat();
}

/** A process may have become another program since its mark was read. */
async function isMarked({ pid }: ProcessEntry, mark: string): Promise<boolean> {
  return (await readMark(pid)) === mark && !(await isSharedServer(pid));
}

/** Read off the main thread, since a process can hold up those who read its memory. */
async function readMark(pid: number): Promise<string | undefined> {
  const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
  if (environment === '') return unreadable;
  const start = `\0${environment}`.indexOf(`\0${markVariable}=`);
  if (start === -1) return undefined;
  const [entry = ''] = environment.slice(start).split('\0', 1);
  return entry.slice(markVariable.length + 1);
}
