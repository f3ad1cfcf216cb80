import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Log } from '../log.ts';
import { getRefusal } from './access.ts';
import { type ConnectionLimits, Connections, limitConnections } from './connections.ts';
import { readDescriptorLimit } from './descriptorLimit.ts';
import type { Identity } from './identity.ts';
import { type Listener, listenOnLoopback } from './loopback.ts';
import { countRequest } from './requestCount.ts';
import { type RequestErrorCode, toRequestErrorCode } from './requestError.ts';

/** Limits of a server. Times in milliseconds. */
export interface ServerSettings {
  /** How long a peer may take for its TLS handshake. */
  readonly handshakeTimeout: number;
  /** How long a request's headers may take to arrive. */
  readonly headersTimeout: number;
  /** How long a complete request may take to arrive. */
  readonly requestTimeout: number;
  /** The maximum number of connections, unless the limit of file descriptors requires less. */
  readonly connectionLimits: ConnectionLimits;
}

/** The handlers of a guarded server. */
interface GuardedHandlers {
  /** Handles a request with the token. */
  request(request: IncomingMessage, response: ServerResponse): void;
  /** Handles a WebSocket request with the token. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Handles a CONNECT request with the token. */
  tunnel(socket: Duplex): void;
  /** Answers a request that is refused. */
  refuse(response: ServerResponse, code: RequestErrorCode): void;
  /** Answers on a socket that is refused. */
  refuseSocket(socket: Duplex, code: RequestErrorCode): void;
}

export interface GuardedServerOptions extends ServerSettings {
  readonly identity: Identity;
  readonly log: Log;
  readonly handlers: GuardedHandlers;
}

/**
 * Opens an HTTPS server on loopback that answers only programs of this machine that know its token.
 * Throws a HumanError if the port is not available.
 */
export async function openGuardedServer(
  options: GuardedServerOptions,
): Promise<{ readonly port: number; readonly listeners: readonly Listener[] }> {
  const { handlers, handshakeTimeout, headersTimeout, log, requestTimeout } = options;
  const { certificate, port, token } = options.identity;
  const connections = new Connections(
    limitConnections(options.connectionLimits, readDescriptorLimit()),
  );
  const refusalFor = (request: IncomingMessage, socket: Duplex): RequestErrorCode | undefined => {
    const refusal = getRefusal(request, token);
    if (refusal !== undefined || connections.admit(socket)) return refusal;
    return 'TooManyConnections';
  };
  const tls = {
    key: certificate.key,
    cert: certificate.certificate,
    minVersion: 'TLSv1.2',
  } as const;
  return listenOnLoopback(
    port,
    { ...tls, handshakeTimeout, headersTimeout, requestTimeout },
    {
      connection: (socket) => connections.add(socket),
      secured: (socket) => connections.secure(socket),
      request(request, response) {
        const refusal = refusalFor(request, request.socket);
        if (refusal === undefined) {
          countRequest();
          return handlers.request(request, response);
        }
        if (!response.headersSent) response.setHeader('Connection', 'close');
        handlers.refuse(response, refusal);
      },
      upgrade(request, socket, head) {
        const refusal = refusalFor(request, socket);
        if (refusal === undefined) return handlers.upgrade(request, socket, head);
        socket.on('error', () => socket.destroy());
        handlers.refuseSocket(socket, refusal);
      },
      tunnel(request, socket) {
        socket.on('error', () => socket.destroy());
        const refusal = refusalFor(request, socket);
        if (refusal === undefined) handlers.tunnel(socket);
        else handlers.refuseSocket(socket, refusal);
      },
      clientError(error, socket) {
        log.debug(`A client was refused: ${error.message}`);
        handlers.refuseSocket(socket, toRequestErrorCode(error) ?? 'MalformedRequest');
      },
    },
    log,
  );
}
