import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from '../../../../tools/fixtures/freePort.ts';

/** A way to the inspector of a Node process that accepts connections, but forwards nothing until it is opened. */
export class ClosedDoor {
  readonly #server: Server;
  readonly #port: number;
  readonly #waiting: Socket[] = [];
  #isOpen = false;

  static async open(): Promise<ClosedDoor> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new ClosedDoor(server, await freePort());
  }

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.#port = port;
    server.on('connection', (socket) => {
      socket.on('error', () => socket.destroy());
      if (this.#isOpen) this.#forward(socket);
      else this.#waiting.push(socket);
    });
  }

  /** A script that, loaded into a Node process first, makes its inspector reachable through the door only. */
  get script(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `
      const inspector = require('node:inspector');
      inspector.open(${this.#port}, '127.0.0.1');
      const address = inspector.url().replace(':${this.#port}/', ':${port}/');
      inspector.url = () => address;
    `;
  }

  get isWaitedAt(): boolean {
    return this.#waiting.length > 0;
  }

  letIn(): void {
    this.#isOpen = true;
    for (const socket of this.#waiting) this.#forward(socket);
  }

  dispose(): void {
    this.#server.close();
    for (const socket of this.#waiting) socket.destroy();
  }

  #forward(socket: Socket): void {
    const onward = connect(this.#port, '127.0.0.1');
    onward.on('error', () => socket.destroy());
    socket.pipe(onward).pipe(socket);
  }
}
