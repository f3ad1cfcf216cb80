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

/** Lists the processes of this machine, on POSIX. */
export function listProcesses(): Promise<readonly ProcessEntry[]> {
  return process.platform === 'linux' ? readProc() : runPs();
}

async function readProc(): Promise<ProcessEntry[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const entries = await Promise.all(names.map(readStat));
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
