import { createServer, type Server, type ServerOptions } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Log, messageOf } from '../../common/log.ts';
import { endpointErrors } from '../errors.ts';
import { asksForWebSocket, ignoreUpgrade } from './ignoredUpgrades.ts';

/** Who answers what comes in. */
export interface LoopbackHandlers {
  /** Told of each connection before its TLS handshake. */
  readonly connection: (socket: Socket) => void;
  /** Told of each connection whose TLS handshake is done. */
  readonly secured: (socket: Socket) => void;
  readonly request: (request: IncomingMessage, response: ServerResponse) => void;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Told of a request for a tunnel, as proxies get them. */
  readonly tunnel: (request: IncomingMessage, socket: Duplex) => void;
  readonly clientError: (error: Error, socket: Duplex) => void;
}

/** A server that listens on one address. */
export interface Listener {
  readonly port: number;
  /** Stops listening and cuts every connection, one in the midst of its TLS handshake too. */
  close(): Promise<void>;
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
): Promise<{ readonly port: number; readonly listeners: readonly Listener[] }> {
  for (let attempt = 1; ; attempt++) {
    const first = await listen('127.0.0.1', port, tls, handlers);
    const taken = first.port;
    try {
      return { port: taken, listeners: [first, await listen('::1', taken, tls, handlers)] };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT') {
        log.info('This machine has no IPv6 loopback; the endpoint listens on 127.0.0.1 alone.');
        return { port: taken, listeners: [first] };
      }
      await first.close();
      if (port !== 0 || attempt === attempts)
        throw endpointErrors.PortNotAvailable({ port: taken, reason: messageOf(error) });
    }
  }
}

const keepAliveTimeout = 120_000;

function listen(
  host: string,
  port: number,
  tls: ServerOptions,
  handlers: LoopbackHandlers,
): Promise<Listener> {
  // How often it is looked whether a request has outlived its time; a request without a Host is
  // refused by us, since Node does so without a word.
  const connectionsCheckingInterval = Math.ceil((tls.headersTimeout ?? 10_000) / 4);
  const options = { ...tls, connectionsCheckingInterval, requireHostHeader: false };
  const server = createServer(options, handlers.request);
  // Longer than a controller keeps an idle connection, which would else be closed under its next request.
  server.keepAliveTimeout = keepAliveTimeout;
  // Their size is limited; of their number Node would drop the last ones, an Origin among them.
  server.maxHeadersCount = 0;
  server.on('upgrade', (request, socket, head) => {
    if (asksForWebSocket(request)) handlers.upgrade(request, socket, head);
    else ignoreUpgrade(server, 'secureConnection', request, socket, head);
  });
  server.on('connect', handlers.tunnel);
  const secured = new WeakSet<Duplex>();
  server.on('secureConnection', (socket) => {
    secured.add(socket);
    handlers.secured(socket);
  });
  server.on('clientError', (error, socket) => {
    // An answer can't be sent before the handshake is over, and would be waited for. A client that has
    // asked for nothing, such as one that keeps spare connections, would take it for the next answer.
    if (secured.has(socket) && hasSent(socket)) handlers.clientError(error, socket);
    else socket.destroy();
  });
  // An expectation that we don't know may be overlooked (RFC 9110, section 10.1.1).
  server.on('checkExpectation', handlers.request);
  server.on('connection', handlers.connection);
  const sockets = keepSockets(server);
  return new Promise((resolve, reject) => {
    // Later errors, as of a connection for which there is no descriptor, end that connection alone.
    server.on('error', (error) =>
      reject(
        host === '127.0.0.1'
          ? endpointErrors.PortNotAvailable({ port: port, reason: messageOf(error) })
          : error,
      ),
    );
    server.listen({ host, port, ipv6Only: host === '::1' }, () => {
      const { port: taken } = server.address() as AddressInfo;
      resolve({ port: taken, close: () => close(server, sockets) });
    });
  });
}

function hasSent(socket: Duplex): boolean {
  return socket instanceof Socket && socket.bytesRead > 0;
}

/** The connections that are open, in the midst of their TLS handshake or behind it. */
function keepSockets(server: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}

function close(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
    for (const socket of sockets) socket.destroy();
  });
}
