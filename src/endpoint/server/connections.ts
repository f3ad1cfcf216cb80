import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** How many connections there may be at all addresses of the endpoint. */
export interface ConnectionLimits {
  /** Of peers that have not sent a valid token. */
  readonly unauthenticated: number;
  /** Of controllers. */
  readonly controllers: number;
}

/** Which part of the process's descriptors each kind of connection may take. */
const shares: ConnectionLimits = { unauthenticated: 1 / 8, controllers: 1 / 4 };

/**
 * Keeps limits well below the number of descriptors that the process may have, so that sessions, log
 * files and what else the host does always find some.
 */
export function limitConnections(
  wanted: ConnectionLimits,
  descriptorLimit: number | undefined,
): ConnectionLimits {
  const limit = (kind: keyof ConnectionLimits): number =>
    Math.min(wanted[kind], Math.max(1, Math.floor((descriptorLimit ?? Infinity) * shares[kind])));
  return { unauthenticated: limit('unauthenticated'), controllers: limit('controllers') };
}

/**
 * All connections of an endpoint, by their sockets below TLS. Those without a valid token are bounded
 * apart from those of controllers: beyond their bound the oldest is closed, so that nobody can keep
 * controllers out by holding connections, in the middle of a TLS handshake or after it.
 */
export class Connections {
  readonly #limits: ConnectionLimits;
  readonly #unauthenticated = new Set<Socket>();
  readonly #controllers = new Set<Socket>();
  readonly #byAddress = new Map<string, Socket>();
  readonly #bySecureSocket = new WeakMap<Duplex, Socket>();

  constructor(limits: ConnectionLimits) {
    this.#limits = limits;
  }

  /** Counts a connection whose TLS handshake is still to come. */
  add(socket: Socket): void {
    const address = toAddress(socket);
    // A peer that is gone already has no address.
    if (address === undefined) {
      socket.destroy();
      return;
    }
    this.#unauthenticated.add(socket);
    this.#byAddress.set(address, socket);
    socket.once('close', () => this.#forget(socket, address));
    this.#closeOldest();
  }

  /** Links the socket of a finished TLS handshake to the one below it. */
  secure(secureSocket: Socket): void {
    const socket = this.#byAddress.get(toAddress(secureSocket) ?? '');
    if (socket === undefined) secureSocket.destroy();
    else this.#bySecureSocket.set(secureSocket, socket);
  }

  /** Counts a connection that has sent a valid token as a controller's; `false` if there are too many of those. */
  admit(secureSocket: Duplex): boolean {
    const socket = this.#bySecureSocket.get(secureSocket);
    if (socket === undefined) return false;
    if (this.#controllers.has(socket)) return true;
    if (this.#controllers.size >= this.#limits.controllers) return false;
    this.#unauthenticated.delete(socket);
    this.#controllers.add(socket);
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
    this.#controllers.delete(socket);
    if (this.#byAddress.get(address) === socket) this.#byAddress.delete(address);
  }
}

function toAddress({ localAddress, remoteAddress, remotePort }: Socket): string | undefined {
  return remotePort === undefined ? undefined : `${localAddress} ${remoteAddress} ${remotePort}`;
}
