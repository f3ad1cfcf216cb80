import {
  createServer as createPlainServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Server } from 'node:http';

import { WebSocketServer, type WebSocket } from 'ws';

import { Arrivals } from './arrivals.ts';
import type { Environment } from './endpointAddress.ts';
import type { TestCertificate } from './testCertificate.ts';

/** A test's response; a text body is sent unchanged, anything else as JSON. */
export interface ScriptedAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/** A received request. */
export interface ScriptedRequest {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/** The endpoint's response; `undefined` leaves the request pending. */
export type Script = (
  request: ScriptedRequest,
) => ScriptedAnswer | undefined | Promise<ScriptedAnswer | undefined>;

const errorBody = { error: { code: 'NotScripted', message: 'The test has no answer for this.' } };

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function bodyText(body: unknown): string {
  if (body === undefined) {
    return '';
  }
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/** An endpoint that follows a test's script, valid or not. */
export class ScriptedEndpoint {
  readonly requests = new Arrivals<ScriptedRequest>();
  readonly upgrades = new Arrivals<ScriptedRequest>();
  readonly connections = new Arrivals<WebSocket>();
  readonly pings = new Arrivals<string>();
  readonly closes = new Arrivals<number>();
  /** Responds to requests; a test replaces it. */
  script: Script = () => ({ status: 404, body: errorBody });
  /** The response to an upgrade, instead of accepting it. */
  refuseUpgrade: ScriptedAnswer | 'hang up' | 'keep waiting' | 'break off' | undefined;
  private readonly server: Server;
  private readonly webSockets: WebSocketServer;
  private readonly certificate: TestCertificate | undefined;
  private readonly sockets = new Set<Socket>();

  private constructor(certificate: TestCertificate | undefined, autoPong: boolean) {
    this.certificate = certificate;
    this.webSockets = new WebSocketServer({ noServer: true, autoPong });
    this.server =
      certificate === undefined
        ? createPlainServer()
        : createSecureServer({ cert: certificate.pem, key: certificate.key });
    this.server.on('request', (request, response) => void this.answer(request, response));
    this.server.on('upgrade', (request, socket, head) => {
      this.upgrade(request, socket as Socket, head);
    });
    this.server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
  }

  /** Starts one on a free port. */
  static async start(
    certificate?: TestCertificate,
    { autoPong = true } = {},
  ): Promise<ScriptedEndpoint> {
    const endpoint = new ScriptedEndpoint(certificate, autoPong);
    await new Promise<void>((resolve) => endpoint.server.listen(0, 'localhost', resolve));
    return endpoint;
  }

  /** The variables by which a controller finds it. */
  environment(): Environment {
    const { port } = this.server.address() as AddressInfo;
    return {
      DEBUG_SESSION_PORT: `localhost:${port}`,
      DEBUG_SESSION_TOKEN: 'the-secret-token',
      DCP_INSTANCE_ID_PREFIX: 'launch-',
      ...(this.certificate === undefined
        ? {}
        : { DEBUG_SESSION_SERVER_CERTIFICATE: this.certificate.base64 }),
    };
  }

  async stop(): Promise<void> {
    this.sockets.forEach((socket) => socket.destroy());
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    const arrived = { method, url, headers, body: await readBody(request) };
    this.requests.add(arrived);
    const answer = await this.script(arrived);
    if (answer !== undefined) {
      response.writeHead(answer.status, answer.headers);
      response.end(bodyText(answer.body));
    }
  }

  private upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void {
    const { method = '', url = '', headers } = request;
    this.upgrades.add({ method, url, headers, body: '' });
    socket.on('error', () => socket.destroy());
    if (this.refuseUpgrade === 'hang up') {
      socket.destroy();
    } else if (this.refuseUpgrade === 'keep waiting') {
      socket.on('close', () => this.closes.add(0));
      socket.resume();
    } else if (this.refuseUpgrade === 'break off') {
      socket.write('HTTP/1.1 400 Refused\r\nContent-Length: 100\r\n\r\n{', () => socket.destroy());
    } else if (this.refuseUpgrade !== undefined) {
      const { status, body } = this.refuseUpgrade;
      socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\n\r\n${bodyText(body)}`);
    } else {
      this.webSockets.handleUpgrade(request, socket, head, (webSocket) => {
        webSocket.on('ping', (data) => this.pings.add(data.toString()));
        webSocket.on('close', (code) => this.closes.add(code));
        webSocket.on('error', () => webSocket.terminate());
        this.connections.add(webSocket);
      });
    }
  }
}
