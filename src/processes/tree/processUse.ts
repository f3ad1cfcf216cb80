import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { listProcesses, type ProcessEntry, readStatFields } from './processTable.ts';

/** What a process uses. */
interface ProcessUse {
  /** The memory that it has for itself, in bytes; on macOS all that it has in memory. */
  readonly memory: number;
  /** Since its start, in milliseconds. */
  readonly processorTime: number;
}

/** What processes use, by pid and start time. */
export type ProcessUses = ReadonlyMap<string, ProcessUse>;

/** Processor time in `/proc` is counted in hundredths of a second, whatever the kernel's own unit is. */
const tick = 10;
const kibibyte = 1024;

/**
 * Returns what processes use with all that they have started. Without those that have ended or can't be read, and
 * empty on Windows.
 */
export async function readProcessUses(roots: readonly number[]): Promise<ProcessUses> {
  if (process.platform === 'win32') return new Map();
  const table = await listProcesses();
  const own = roots.flatMap((pid) => [table.get(pid) ?? [], table.group(pid)].flat());
  const members = table.withDescendants(own);
  return process.platform === 'linux' ? readFromProc(members) : readFromPs(members);
}

function readFromProc(members: readonly ProcessEntry[]): ProcessUses {
  return new Map(
    members.flatMap((entry) => {
      const use = readOne(entry.pid);
      return use === undefined ? [] : [[toKey(entry), use]];
    }),
  );
}

/** Both files can be read of all processes, unlike those with the memory that is shared. */
function readOne(pid: number): ProcessUse | undefined {
  try {
    const status = readStatus(pid);
    const { 11: user, 12: system } = readStatFields(String(pid));
    if (user === undefined || system === undefined) return undefined;
    const memory = (readSize(status, 'RssAnon') + readSize(status, 'VmSwap')) * kibibyte;
    return { memory, processorTime: (Number(user) + Number(system)) * tick };
  } catch {
    // The process has ended, or there is no free file descriptor.
    return undefined;
  }
}

/** Contains how much memory a process has of which kind (proc_pid_status(5)). */
function readStatus(pid: number): string {
  return readFileSync(`/proc/${pid}/status`, 'latin1');
}

/** Returns a size in KiB. */
function readSize(status: string, name: string): number {
  const [, size = '0'] = new RegExp(`^${name}:\\s*(\\d+) kB$`, 'm').exec(status) ?? [];
  return Number(size);
}

/** Exported for its test, which has a `ps` on other systems too. */
export async function readFromPs(members: readonly ProcessEntry[]): Promise<ProcessUses> {
  if (members.length === 0) return new Map();
  const pids = members.map(({ pid }) => pid).join(',');
  const columns = 'pid=,rss=,time=';
  // It fails if one of them has ended.
  const reading = promisify(execFile)('ps', ['-o', columns, '-p', pids]);
  const { stdout } = await reading.catch((error: unknown) => error as { stdout?: string });
  const byPid = new Map((stdout ?? '').split('\n').flatMap(parseLine));
  return new Map(
    members.flatMap((entry) => {
      const use = byPid.get(entry.pid);
      return use === undefined ? [] : [[toKey(entry), use]];
    }),
  );
}

function parseLine(line: string): readonly (readonly [pid: number, ProcessUse])[] {
  const [pid, memory, time] = line.trim().split(/\s+/);
  if (time === undefined) return [];
  return [
    [Number(pid), { memory: Number(memory) * kibibyte, processorTime: parseProcessorTime(time) }],
  ];
}

/** Parses `[[days-]hours:]minutes:seconds`, where the seconds may have a fraction. */
export function parseProcessorTime(text: string): number {
  const [clock = '', days = '0'] = text.split('-').toReversed();
  const seconds = clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return (Number(days) * 86_400 + seconds) * 1_000;
}

function toKey({ pid, started }: ProcessEntry): string {
  return `${pid} ${started}`;
}
