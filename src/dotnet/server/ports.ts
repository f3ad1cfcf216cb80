import { connect } from 'node:net';
import { type Clock, withTimeout } from '../../common/clock.ts';
import { parseAddress, reachableHosts, type ServerAddress } from './addresses.ts';

/** How long a local port may take to accept a connection, in milliseconds. */
const patience = 1_000;

/** Whether a server accepts connections at the address. */
async function isAnswering(address: ServerAddress, clock: Clock): Promise<boolean> {
  if (address.port === 0) return false;
  const hosts = reachableHosts(address);
  const answers = await Promise.all(hosts.map((host) => accepts(host, address.port, clock)));
  return answers.includes(true);
}

/** Returns the first URL at which a server accepts connections. */
export async function findFirstAnswering(
  urls: readonly string[],
  clock: Clock,
): Promise<ServerAddress | undefined> {
  for (const url of urls) {
    const address = parseAddress(url);
    if (address !== undefined && (await isAnswering(address, clock))) return address;
  }
  return undefined;
}

async function accepts(host: string, port: number, clock: Clock): Promise<boolean> {
  const socket = connect({ host, port });
  const answer = new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.on('error', () => resolve(false));
  });
  try {
    return await withTimeout(clock, patience, answer, false);
  } finally {
    socket.destroy();
  }
}
