import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';

/** A way to a browser that can be cut. */
export class CutLink {
  readonly #server = createServer((socket) => this.#join(socket));
  readonly #sockets = new Set<Socket>();
  readonly #target: URL;
  /** `0` before the first opening. */
  #port = 0;
  /** The number of connections so far. */
  connections = 0;

  /** Opens a way to this WebSocket address, which is closed after the test. */
  static async open(context: TestContext, address: string): Promise<CutLink> {
    const link = new CutLink(new URL(address));
    await link.open();
    afterTest(context, () => link.close());
    return link;
  }

  private constructor(target: URL) {
    this.#target = target;
  }

  get address(): string {
    return Object.assign(new URL(this.#target), { port: this.#port }).href;
  }

  /** Opens it again at the same address. */
  async open(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    ({ port: this.#port } = this.#server.address() as AddressInfo);
  }

  /** Ends all connections. New ones are possible. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Ends all connections, and refuses new ones. */
  close(): void {
    this.#server.close();
    this.cut();
  }

  #join(socket: Socket): void {
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
