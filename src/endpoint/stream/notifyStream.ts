import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { toDisposable } from '../../common/disposable.ts';
import type { Log } from '../../common/log.ts';
import { ProtocolError } from '../../protocol/errors.ts';
import type { ProtocolVersion } from '../../protocol/versions.ts';
import { getInstanceId, getVersion } from '../http/authorization.ts';
import type { Connection } from '../delivery/connection.ts';
import type { Delivery } from '../delivery/delivery.ts';
import { toProtocolError, writeError } from '../http/errorAnswers.ts';
import { hasMalformedQuery, getPath } from '../../common/server/target.ts';

const path = '/run_session/notify';
/** Controllers send nothing but pings and pongs on this stream. */
const maxPayload = 64 * 1024;

export interface NotifyStreamOptions {
  readonly delivery: Delivery;
  readonly log: Log;
  readonly isClosing: () => boolean;
}

/** The WebSocket side of the run-session protocol, with one connection for each controller (RFC 6455). */
export class NotifyStream {
  readonly #options: NotifyStreamOptions;
  readonly #server = new WebSocketServer({ noServer: true, maxPayload, perMessageDeflate: false });

  constructor(options: NotifyStreamOptions) {
    this.#options = options;
    this.#server.on('wsClientError', (_error, socket) => {
      writeError(socket, new ProtocolError('InvalidUpgrade'));
    });
  }

  /** Accepts an upgrade request, or answers with an error. */
  readonly upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => socket.destroy());
    try {
      if (this.#options.isClosing()) throw new ProtocolError('ShuttingDown');
      if (hasMalformedQuery(request)) throw new ProtocolError('MalformedRequest');
      if (getPath(request) !== path) throw new ProtocolError('NotFound');
      const instanceId = getInstanceId(request);
      const version = getVersion(request);
      refuseOtherWebSockets(request);
      this.#server.handleUpgrade(request, socket, head, (webSocket) => {
        this.#options.log.debug(`Controller ${instanceId} has connected, version ${version}.`);
        this.#options.delivery.connect(instanceId, toConnection(webSocket, version));
      });
    } catch (error) {
      writeError(socket, toProtocolError(error, this.#options.log));
    }
  };

  /** Resolves when all connections have ended. */
  async ended(): Promise<void> {
    const open = [...this.#server.clients];
    await Promise.all(
      open.map((client) => new Promise((resolve) => client.once('close', resolve))),
    );
  }

  /** Terminates the remaining connections. */
  terminate(): void {
    for (const client of this.#server.clients) client.terminate();
  }
}

/** ws also accepts version 8, which is that of a draft. */
function refuseOtherWebSockets({ headers }: IncomingMessage): void {
  const version = headers['sec-websocket-version'];
  // ws refuses incomplete handshakes itself, including those without a version.
  if (version === undefined || version === '13') return;
  throw new ProtocolError('UnsupportedWebSocketVersion');
}

function toConnection(webSocket: WebSocket, version: ProtocolVersion): Connection {
  // ws closes connections that violate the protocol; 'close' follows.
  webSocket.on('error', () => {});
  return {
    version,
    get backlog() {
      return webSocket.bufferedAmount;
    },
    send: (part, isLast, release) => webSocket.send(part, { binary: false, fin: isLast }, release),
    ping: (data) => webSocket.ping(data),
    onPong(listener) {
      const onPong = (data: Buffer): void => listener(data.toString());
      webSocket.on('pong', onPong);
      return toDisposable(() => webSocket.off('pong', onPong));
    },
    close: (code, reason) => webSocket.close(code, reason),
    terminate: () => webSocket.terminate(),
    onEnd(listener) {
      webSocket.once('close', listener);
      return toDisposable(() => webSocket.off('close', listener));
    },
  };
}
