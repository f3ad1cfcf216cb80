import type { Duplex } from 'node:stream';

/**
 * The connections that have not shown a valid token yet, among them the spare ones of clients with a
 * pool. Bounded in number: beyond that the oldest is cut, so that nobody can fill the endpoint with
 * connections, and whoever has the token comes through.
 */
export class Newcomers {
  readonly #most: number;
  readonly #sockets = new Set<Duplex>();

  constructor(most: number) {
    this.#most = most;
  }

  add(socket: Duplex): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    if (this.#sockets.size <= this.#most) return;
    const [oldest] = this.#sockets;
    if (oldest !== undefined) this.#sockets.delete(oldest);
    oldest?.destroy();
  }

  /** Takes out a connection that has shown a valid token. */
  admit(socket: Duplex): void {
    this.#sockets.delete(socket);
  }
}
