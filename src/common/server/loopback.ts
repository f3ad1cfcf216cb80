import { createServer, type Server, type ServerOptions } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Log, getMessage } from '../log.ts';
import { serverErrors } from './errors.ts';
import { asksForWebSocket, ignoreUpgrade } from './ignoredUpgrades.ts';

/** The handlers of a loopback server. */
export interface LoopbackHandlers {
  /** Called for each connection before its TLS handshake. */
  readonly connection: (socket: Socket) => void;
  /** Called for each connection after its TLS handshake. */
  readonly secured: (socket: Socket) => void;
  readonly request: (request: IncomingMessage, response: ServerResponse) => void;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Called for CONNECT requests. */
  readonly tunnel: (request: IncomingMessage, socket: Duplex) => void;
  readonly clientError: (error: Error, socket: Duplex) => void;
}

/** A server that listens on one address. */
export interface Listener {
  readonly port: number;
  /** Stops listening and terminates all connections, including those during their TLS handshake. */
  close(): Promise<void>;
}

const attempts = 20;

/**
 * Listens on the IPv4 and IPv6 loopback addresses with the same port, since clients connect to
 * `localhost`. Port 0 selects a free port. Throws a HumanError if the port is not available.
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
        log.info(
          'This machine has no IPv6 loopback address, so this host listens on 127.0.0.1 only.',
        );
        return { port: taken, listeners: [first] };
      }
      await first.close();
      if (port !== 0 || attempt === attempts)
        throw serverErrors.PortNotAvailable({ port: taken, reason: getMessage(error) });
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
  // The interval of the timeout checks. Requests without a Host header are refused by our handlers,
  // since Node's response has no body.
  const connectionsCheckingInterval = Math.ceil((tls.headersTimeout ?? 10_000) / 4);
  const options = { ...tls, connectionsCheckingInterval, requireHostHeader: false };
  const server = createServer(options, handlers.request);
  // Longer than clients keep idle connections, so that none is closed while a request is sent.
  server.keepAliveTimeout = keepAliveTimeout;
  // The size is limited. With a limit of the count, Node would drop the last ones, possibly an Origin.
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
    // No response can be sent before the end of the handshake. A client that has sent nothing, such as one
    // with spare connections, would take it for the response to its next request.
    if (secured.has(socket) && hasSent(socket)) handlers.clientError(error, socket);
    else socket.destroy();
  });
  // Unknown expectations may be ignored (RFC 9110, section 10.1.1).
  server.on('checkExpectation', handlers.request);
  server.on('connection', handlers.connection);
  const sockets = keepSockets(server);
  return new Promise((resolve, reject) => {
    // Later errors, for example when file descriptors run out, affect a single connection only.
    server.on('error', (error) =>
      reject(
        host === '127.0.0.1'
          ? serverErrors.PortNotAvailable({ port: port, reason: getMessage(error) })
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

/** Tracks the open connections, during and after their TLS handshake. */
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
