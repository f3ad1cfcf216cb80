import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { doorErrors } from './errors.ts';

/**
 * Returns the start time of a process in an opaque format, which distinguishes processes with the same pid;
 * `undefined` if it doesn't run.
 */
export type FindStart = (pid: number) => Promise<string | undefined>;

/** The door of a host, as described by its name in the folder. */
export interface DoorEntry {
  readonly pid: number;
  /** When the process of the host started, in letters and digits. */
  readonly started: string;
  /** The entry in the folder: the socket, or on Windows a file with the name of the pipe. */
  readonly path: string;
}

/** The longest path of a socket in bytes, without its final NUL (unix(7), `sun_path`). */
const maxPath = process.platform === 'linux' ? 107 : 103;

/** Returns the entry for a process. Throws a HumanError if the path of its socket would be too long. */
export function toDoorEntry(folder: string, pid: number, started: string): DoorEntry {
  const plain = toPlain(started);
  const path = join(folder, `${pid}-${plain}.${extension}`);
  if (process.platform !== 'win32' && Buffer.byteLength(path) > maxPath) {
    throw doorErrors.DoorPathTooLong({ path, limit: maxPath });
  }
  return { pid, started: plain, path };
}

/** Parses a name in the folder; `undefined` for other files. */
export function parseDoorEntry(folder: string, name: string): DoorEntry | undefined {
  const [, pid, started, ending] = /^(\d{1,10})-(\w*)\.(sock|pipe)$/.exec(name) ?? [];
  if (pid === undefined || started === undefined || ending !== extension) return undefined;
  return { pid: Number(pid), started, path: join(folder, name) };
}

/** Whether a process with this start time is the one that made the entry. */
export function isOf(entry: DoorEntry, started: string | undefined): boolean {
  return started !== undefined && entry.started === toPlain(started);
}

/** Returns what to connect to. */
export function getAddress({ path }: DoorEntry): string {
  return process.platform === 'win32' ? readFileSync(path, 'utf8').trim() : path;
}

const extension = process.platform === 'win32' ? 'pipe' : 'sock';

function toPlain(started: string): string {
  return started.replaceAll(/\W/g, '');
}
