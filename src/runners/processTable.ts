import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** A process of this machine, as far as its tree needs to be known. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** Tells a process from a later one of the same pid; of no meaning otherwise. */
  readonly started: string;
}

/** How many files are read at the same time, since they may be more than can be open. */
const filesAtOnce = 64;

let present: Promise<unknown> = Promise.resolve();
let next: Promise<readonly ProcessEntry[]> | undefined;

/**
 * Lists the processes of this machine, on POSIX. One list is made at a time: all who ask meanwhile
 * get the next one, which is begun after they asked.
 */
export function listProcesses(): Promise<readonly ProcessEntry[]> {
  next ??= present.then(() => {
    const list = process.platform === 'linux' ? readProc() : runPs();
    present = list.catch(() => {});
    next = undefined;
    return list;
  });
  return next;
}

/** The process of this id, unless it has ended; on POSIX. */
export async function findProcess(pid: number): Promise<ProcessEntry | undefined> {
  if (process.platform === 'linux') return readStat(String(pid));
  const all = await listProcesses().catch(() => []);
  return all.find((entry) => entry.pid === pid);
}

async function readProc(): Promise<ProcessEntry[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const entries: (ProcessEntry | undefined)[] = [];
  for (let start = 0; start < names.length; start += filesAtOnce) {
    entries.push(...(await Promise.all(names.slice(start, start + filesAtOnce).map(readStat))));
  }
  return entries.filter((entry) => entry !== undefined);
}

/** Reads `/proc/PID/stat` (proc_pid_stat(5)); zombies count as gone. */
async function readStat(pid: string): Promise<ProcessEntry | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
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

async function runPs(): Promise<ProcessEntry[]> {
  const columns = 'pid=,ppid=,pgid=,stat=,lstart=';
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', columns]);
  return stdout.split('\n').flatMap((line) => {
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
}
