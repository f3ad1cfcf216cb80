import { readdir, readFile, readlink } from 'node:fs/promises';

/** A process that listens on a port. */
export interface PortHolder {
  readonly pid: number;
  /** The program's name. */
  readonly program: string;
}

/** The state of a listening socket in /proc/net/tcp. */
const listening = '0A';

/** Finds the process that listens on a port. Linux only, and only for processes that can be inspected. */
export async function findPortHolder(port: number): Promise<PortHolder | undefined> {
  if (process.platform !== 'linux') return undefined;
  try {
    const tables = await Promise.all(['tcp', 'tcp6'].map((name) => readText(`/proc/net/${name}`)));
    const links = new Set(tables.flatMap((table) => socketsAt(port, table)));
    return links.size === 0 ? undefined : await findOwner(links);
  } catch {
    return undefined;
  }
}

function socketsAt(port: number, table: string): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  return table.split('\n').flatMap((line) => {
    const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/);
    return state === listening && local.endsWith(`:${wanted}`) ? [`socket:[${inode}]`] : [];
  });
}

async function findOwner(links: ReadonlySet<string>): Promise<PortHolder | undefined> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const holders = await Promise.all(
    names.map(async (name) => ((await hasOne(name, links)) ? Number(name) : undefined)),
  );
  const pid = holders.find((holder) => holder !== undefined);
  if (pid === undefined) return undefined;
  return { pid, program: (await readText(`/proc/${pid}/comm`)).trim() || 'a program' };
}

async function hasOne(pid: string, links: ReadonlySet<string>): Promise<boolean> {
  const folder = `/proc/${pid}/fd`;
  const files = await readdir(folder).catch(() => []);
  const targets = await Promise.all(
    files.map((file) => readlink(`${folder}/${file}`).catch(() => '')),
  );
  return targets.some((target) => links.has(target));
}

function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
