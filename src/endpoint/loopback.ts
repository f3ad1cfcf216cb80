import { createServer, type Server, type ServerOptions } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { HumanError } from '../common/humanError.ts';
import { type Log, messageOf } from '../common/log.ts';

/** Who answers what comes in. */
export interface LoopbackHandlers {
  readonly request: (request: IncomingMessage, response: ServerResponse) => void;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly clientError: (error: Error, socket: Duplex) => void;
}

const attempts = 20;

/**
 * Listens on the loopback addresses of both families at the same port, since clients connect to the
 * name `localhost`. Port 0 takes a free one. Throws a HumanError where the port can't be had.
 */
export async function listenOnLoopback(
  port: number,
  tls: ServerOptions,
  handlers: LoopbackHandlers,
  log: Log,
): Promise<{ readonly port: number; readonly servers: readonly Server[] }> {
  for (let attempt = 1; ; attempt++) {
    const first = await listen('127.0.0.1', port, tls, handlers);
    const taken = (first.address() as AddressInfo).port;
    try {
      return { port: taken, servers: [first, await listen('::1', taken, tls, handlers)] };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT') {
        log.info('This machine has no IPv6 loopback; the endpoint listens on 127.0.0.1 alone.');
        return { port: taken, servers: [first] };
      }
      first.close();
      if (port !== 0 || attempt === attempts) throw portTaken(taken, error);
    }
  }
}

function listen(
  host: string,
  port: number,
  tls: ServerOptions,
  handlers: LoopbackHandlers,
): Promise<Server> {
  const server = createServer(tls, handlers.request);
  server.on('upgrade', handlers.upgrade);
  server.on('clientError', handlers.clientError);
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(host === '127.0.0.1' ? portTaken(port, error) : error));
    server.listen({ host, port, ipv6Only: host === '::1' }, () => resolve(server));
  });
}

function portTaken(port: number, error: unknown): HumanError {
  return new HumanError(
    'PortNotAvailable',
    `The endpoint can't listen on port ${port}: ${messageOf(error)}. End what uses it, or choose another port.`,
  );
}
