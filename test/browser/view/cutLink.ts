import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';

/** A way to a browser that can be cut. */
export class CutLink {
  readonly #server = createServer((socket) => this.#join(socket));
  readonly #sockets = new Set<Socket>();
  readonly #target: URL;
  #isOpen = true;
  /** The number of connections so far. */
  connections = 0;

  /** Opens a way to this WebSocket address, which is closed after the test. */
  static async open(context: TestContext, address: string): Promise<CutLink> {
    const link = new CutLink(new URL(address));
    link.#server.listen(0, '127.0.0.1');
    await once(link.#server, 'listening');
    afterTest(context, () => {
      link.close();
      link.#server.close();
    });
    return link;
  }

  private constructor(target: URL) {
    this.#target = target;
  }

  get address(): string {
    const { port } = this.#server.address() as AddressInfo;
    return Object.assign(new URL(this.#target), { port }).href;
  }

  /** Ends all connections. New ones are possible. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Ends all connections, and new ones at once. The port is kept, which another program might get. */
  close(): void {
    this.#isOpen = false;
    this.cut();
  }

  /** New connections are possible again. */
  reopen(): void {
    this.#isOpen = true;
  }

  #join(socket: Socket): void {
    if (!this.#isOpen) return void socket.destroy();
    this.connections++;
    const other = connect(Number(this.#target.port), this.#target.hostname);
    for (const [one, opposite] of [
      [socket, other],
      [other, socket],
    ] as const) {
      this.#sockets.add(one);
      one.on('error', () => undefined).on('close', () => opposite.destroy());
      one.pipe(opposite);
    }
  }
}
