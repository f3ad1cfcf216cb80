import { readdir, readFile, readlink } from 'node:fs/promises';
import { listProcesses } from './processTable.ts';

/** A TCP socket of this machine. */
interface Socket {
  readonly port: number;
  readonly state: 'listening' | 'established' | 'other';
  /** The name of the socket among the files of the process that has it. */
  readonly inode: string;
}

/** Numbers of states in /proc/net/tcp, in hexadecimal. */
const states: Readonly<Record<string, Socket['state']>> = {
  '01': 'established',
  '0A': 'listening',
};

/**
 * Whether a client is connected by TCP to a port on which a process or one of its descendants listens. Always
 * `false` on systems other than Linux, and for processes that can't be read.
 */
export async function isConnected(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  try {
    const table = await listProcesses();
    const root = table.get(pid);
    if (root === undefined) return false;
    const members = table.withDescendants([root]);
    const [inodes, sockets] = await Promise.all([
      Promise.all(members.map((member) => listInodes(member.pid))),
      listSockets(pid),
    ]);
    return isAnyConnected(sockets, new Set(inodes.flat()));
  } catch {
    return false;
  }
}

function isAnyConnected(sockets: readonly Socket[], own: ReadonlySet<string>): boolean {
  const listening = sockets.filter(({ inode, state }) => state === 'listening' && own.has(inode));
  const ports = new Set(listening.map(({ port }) => port));
  return sockets.some(({ port, state }) => state === 'established' && ports.has(port));
}

/** Lists the sockets among the files of a process. */
async function listInodes(pid: number): Promise<readonly string[]> {
  const folder = `/proc/${pid}/fd`;
  const files = await readdir(folder).catch(() => []);
  const links = await Promise.all(
    files.map((file) => readlink(`${folder}/${file}`).catch(() => '')),
  );
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
}

/** Lists all sockets of the network that a process sees (proc_pid_net(5)). */
async function listSockets(pid: number): Promise<readonly Socket[]> {
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/${pid}/net/${name}`, 'latin1').catch(() => '')),
  );
  return tables.flatMap((table) => table.split('\n').slice(1).flatMap(parseSocket));
}

function parseSocket(line: string): readonly Socket[] {
  const [, local = '', , state = '', , , , , , inode] = line.trim().split(/\s+/);
  if (inode === undefined) return [];
  const port = Number.parseInt(local.slice(local.lastIndexOf(':') + 1), 16);
  return [{ port, state: states[state] ?? 'other', inode }];
}
