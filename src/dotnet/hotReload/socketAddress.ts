import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

const pipes = '\\\\.\\pipe\\';

/** Returns the address of a socket in a folder that only its owner can access, or of a pipe with a random name. */
export function getSocketAddress(folder: string): string {
  return process.platform === 'win32'
    ? `${pipes}ide-session-host-${randomUUID()}`
    : join(folder, 'socket');
}

/** Returns the name by which .NET's pipes know an address. */
export function toPipeName(address: string): string {
  return address.startsWith(pipes) ? address.slice(pipes.length) : address;
}
