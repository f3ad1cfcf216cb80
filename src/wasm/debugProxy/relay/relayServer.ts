import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Disposable } from '../../../common/disposable.ts';
import type { DevToolsAddress } from '../../../launch/launchPlan.ts';
import type { Outlet } from './flow.ts';

/** The maximum size of a message in bytes, which allows for screenshots and assemblies. */
export const messageLimit = 512 * 1024 * 1024;

/** A path of a {@link RelayServer} for one client. */
export interface RelayPath extends Disposable {
  /** The address for the client. Secret. */
  readonly uri: string;
}

type Accept = (client: Outlet) => void;

interface Entrance {
  readonly accept: Accept;
  /** Whether its client has connected, after which it accepts no other. */
  isTaken: boolean;
}

/** Listens on loopback for WebSocket clients, one at each of its unguessable paths. */
export class RelayServer implements Disposable {
  readonly #server: Server = createServer((request, response) => this.#answer(request, response));
  readonly #sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: messageLimit,
  });
  readonly #entrances = new Map<string, Entrance>();

  private constructor() {
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  /** Resolves when it listens. It has no paths yet. */
  static async listen(): Promise<RelayServer> {
    const relay = new RelayServer();
    const server = relay.#server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return relay;
  }

  /** Where clients connect. */
  get address(): DevToolsAddress {
    const { address, port } = this.#server.address() as AddressInfo;
    return { address, port };
  }

  /** Opens a path below `folder`. `accept` is called with its only client, which the caller closes. */
  open(folder: string, accept: Accept): RelayPath {
    const path = `${folder}${randomBytes(24).toString('base64url')}`;
    this.#entrances.set(path, { accept, isTaken: false });
    return {
      uri: `${this.#origin}${path}`,
      dispose: () => void this.#entrances.delete(path),
    };
  }

  dispose(): void {
    this.#server.close();
    this.#server.closeAllConnections();
    for (const client of this.#sockets.clients) client.terminate();
  }

  get #origin(): string {
    const { address, port } = this.address;
    return `ws://${address}:${port}`;
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
    const entrance = this.#entrances.get(request.url ?? '');
    const status = getRefusal(request, entrance);
    if (entrance === undefined || status !== undefined) {
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    entrance.isTaken = true;
    this.#sockets.handleUpgrade(request, socket, head, (client) =>
      entrance.accept({ socket: client, stream: socket }),
    );
  }
}

function getRefusal(
  { headers }: IncomingMessage,
  entrance: Entrance | undefined,
): string | undefined {
  // Web pages send their origin; debuggers send none.
  if (headers.origin !== undefined) return '403 Forbidden';
  if (entrance === undefined) return '404 Not Found';
  return entrance.isTaken ? '409 Conflict' : undefined;
}
