import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Disposable } from '../../../common/disposable.ts';

/** The maximum size of a message in bytes, which allows for screenshots and assemblies. */
export const messageLimit = 512 * 1024 * 1024;

/** Listens on loopback for one WebSocket client, at an unguessable path. */
export class RelayServer implements Disposable {
  readonly #server: Server = createServer((request, response) => this.#answer(request, response));
  readonly #sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: messageLimit,
  });
  readonly #path: string;
  readonly #accept: (client: WebSocket) => void;
  #isTaken = false;

  private constructor(folder: string, accept: (client: WebSocket) => void) {
    this.#path = `${folder}${randomBytes(24).toString('base64url')}`;
    this.#accept = accept;
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  /** Resolves when it listens at a path below `folder`. `accept` is called with the only client. */
  static async listen(folder: string, accept: (client: WebSocket) => void): Promise<RelayServer> {
    const relay = new RelayServer(folder, accept);
    const server = relay.#server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return relay;
  }

  /** The address for the client. Secret. */
  get uri(): string {
    return `${this.#origin}${this.#path}`;
  }

  dispose(): void {
    this.#server.close();
    this.#server.closeAllConnections();
    for (const client of this.#sockets.clients) client.terminate();
  }

  get #origin(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /**
   * Debuggers request the version of a browser before they connect to their own address. The one in the
   * response can't be connected to, since every local program can request it.
   */
  #answer({ headers, method, url }: IncomingMessage, response: ServerResponse): void {
    const isFromPage = headers.origin !== undefined;
    if (isFromPage || method !== 'GET' || url !== '/json/version') {
      response.writeHead(404).end();
      return;
    }
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ webSocketDebuggerUrl: `${this.#origin}/` }));
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const status = this.#refusal(request);
    if (status !== undefined) {
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    this.#isTaken = true;
    // No other requests are accepted after the client has connected.
    this.#sockets.handleUpgrade(request, socket, head, (client) => this.#accept(client));
  }

  #refusal({ headers, url }: IncomingMessage): string | undefined {
    // Web pages send their origin; debuggers send none.
    if (headers.origin !== undefined) return '403 Forbidden';
    if (url !== this.#path) return '404 Not Found';
    return this.#isTaken ? '409 Conflict' : undefined;
  }
}
