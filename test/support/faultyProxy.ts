import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

/** What befalls one connection, after so many bytes from the server; its end always comes then. */
export interface Fault {
  readonly kind: 'cut' | 'stall' | 'delay' | 'trickle' | 'corrupt' | 'deaf';
  readonly afterBytes: number;
}

const shortWhile = 3;
const trickleSize = 997;

/** A proxy of bytes between a client and a server, which does to each connection what a test wants. */
export class FaultyProxy {
  readonly #server: Server;
  readonly #target: number;
  readonly #faults: Fault[] = [];
  readonly #sockets = new Set<Socket>();
  /** How many connections were ended on purpose. */
  cuts = 0;

  private constructor(target: number) {
    this.#target = target;
    this.#server = createServer((client) => this.#accept(client));
  }

  static async open(target: number): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** The next connections suffer these, one each; those after them suffer nothing. */
  plan(faults: readonly Fault[]): void {
    this.#faults.push(...faults);
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #accept(client: Socket): void {
    const fault = this.#faults.shift();
    const server = connect(this.#target, '127.0.0.1');
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => {});
      socket.once('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
    let isHeard = true;
    client.on('data', (bytes: Buffer) => isHeard && server.write(bytes));
    if (fault === undefined) return void server.pipe(client);
    void this.#suffer(fault, client, server, () => (isHeard = false)).catch(() => {});
  }

  /** Passes bytes on as the fault wants it, and then ends the connection. */
  async #suffer(
    { afterBytes, kind }: Fault,
    client: Socket,
    server: Socket,
    deafen: () => void,
  ): Promise<void> {
    let passed = 0;
    for await (const chunk of server as AsyncIterable<Buffer>) {
      const bytes = chunk.subarray(0, afterBytes - passed);
      passed += bytes.length;
      if (kind === 'delay') await pause(1);
      // What the client says in its handshakes has to come through, or there is nothing to lose.
      if (kind === 'deaf' && passed > 3000) deafen();
      if (kind === 'trickle') {
        for (let at = 0; at < bytes.length; at += trickleSize) {
          client.write(bytes.subarray(at, at + trickleSize));
          await pause(0);
        }
      } else client.write(bytes);
      if (passed < afterBytes) continue;
      if (kind === 'stall') await pause(shortWhile);
      if (kind === 'corrupt') client.write(chunk.subarray(bytes.length).map((byte) => byte ^ 0x10));
      break;
    }
    this.cuts++;
    client.destroy();
    server.destroy();
  }
}
