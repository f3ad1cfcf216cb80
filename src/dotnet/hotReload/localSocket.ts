import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import type { Watchdog } from '../../processes/watchdog/watchdog.ts';
import { makeWatchedFolder, type WatchedFolder } from '../../processes/watchdog/watchedFolder.ts';

const pipes = '\\\\.\\pipe\\';

/** A socket to which a program of the host connects. Its owner closes the server and removes the folder. */
export interface LocalSocket {
  readonly address: string;
  readonly folder: WatchedFolder;
  readonly server: Server;
}

/** Opens a socket in a temporary folder. Throws a HumanError (TemporaryFolderUnusable) or a system error. */
export async function openLocalSocket(prefix: string, watchdog: Watchdog): Promise<LocalSocket> {
  const folder = await makeWatchedFolder(prefix, watchdog);
  const address = getSocketAddress(folder.path);
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      // Later errors are those of connections that can't be accepted.
      server.on('error', reject);
      server.listen(address, resolve);
    });
  } catch (error) {
    await folder.remove();
    throw error;
  }
  return { address, folder, server };
}

/** Returns the address of a socket in a folder that only its owner can access, or of a pipe with a random name. */
function getSocketAddress(folder: string): string {
  return process.platform === 'win32'
    ? `${pipes}ide-session-host-${randomUUID()}`
    : join(folder, 'socket');
}

/** Returns the name by which .NET's pipes know an address. */
export function toPipeName(address: string): string {
  return address.startsWith(pipes) ? address.slice(pipes.length) : address;
}
