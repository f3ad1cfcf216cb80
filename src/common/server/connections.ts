import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Limits of the number of connections of a server. */
export interface ConnectionLimits {
  /** For peers that have not sent a valid token. */
  readonly unauthenticated: number;
  /** For peers that have. */
  readonly authenticated: number;
}

/** The share of the file descriptors that each kind of connection may use. */
const shares: ConnectionLimits = { unauthenticated: 1 / 8, authenticated: 1 / 4 };

/**
 * Reduces limits so that connections leave enough file descriptors for sessions, log files and other work
 * of the host.
 */
export function limitConnections(
  wanted: ConnectionLimits,
  descriptorLimit: number | undefined,
): ConnectionLimits {
  const limit = (kind: keyof ConnectionLimits): number =>
    Math.min(wanted[kind], Math.max(1, Math.floor((descriptorLimit ?? Infinity) * shares[kind])));
  return { unauthenticated: limit('unauthenticated'), authenticated: limit('authenticated') };
}

/**
 * The connections of a server, by the sockets below TLS. Connections without a valid token have a limit
 * of their own; beyond it the oldest is closed. Holding connections, before or after the TLS handshake,
 * therefore can't keep clients out.
 */
export class Connections {
  readonly #limits: ConnectionLimits;
  readonly #unauthenticated = new Set<Socket>();
  readonly #authenticated = new Set<Socket>();
  readonly #byAddress = new Map<string, Socket>();
  readonly #bySecureSocket = new WeakMap<Duplex, Socket>();

  constructor(limits: ConnectionLimits) {
    this.#limits = limits;
  }

  /** Counts a connection before its TLS handshake. */
  add(socket: Socket): void {
    const address = toAddress(socket);
    // A disconnected peer has no address.
    if (address === undefined) {
      socket.destroy();
      return;
    }
    this.#unauthenticated.add(socket);
    this.#byAddress.set(address, socket);
    socket.once('close', () => this.#forget(socket, address));
    this.#closeOldest();
  }

  /** Associates the socket of a completed TLS handshake with the one below it. */
  secure(secureSocket: Socket): void {
    const socket = this.#byAddress.get(toAddress(secureSocket) ?? '');
    if (socket === undefined) secureSocket.destroy();
    else this.#bySecureSocket.set(secureSocket, socket);
  }

  /** Counts a connection with a valid token as an authenticated one. Returns `false` if there are too many of them. */
  admit(secureSocket: Duplex): boolean {
    const socket = this.#bySecureSocket.get(secureSocket);
    if (socket === undefined) return false;
    if (this.#authenticated.has(socket)) return true;
    if (this.#authenticated.size >= this.#limits.authenticated) return false;
    this.#unauthenticated.delete(socket);
    this.#authenticated.add(socket);
    return true;
  }

  #closeOldest(): void {
    if (this.#unauthenticated.size <= this.#limits.unauthenticated) return;
    const [oldest] = this.#unauthenticated;
    if (oldest === undefined) return;
    this.#unauthenticated.delete(oldest);
    oldest.destroy();
  }

  #forget(socket: Socket, address: string): void {
    this.#unauthenticated.delete(socket);
    this.#authenticated.delete(socket);
    if (this.#byAddress.get(address) === socket) this.#byAddress.delete(address);
  }
}

function toAddress({ localAddress, remoteAddress, remotePort }: Socket): string | undefined {
  return remotePort === undefined ? undefined : `${localAddress} ${remoteAddress} ${remotePort}`;
}
