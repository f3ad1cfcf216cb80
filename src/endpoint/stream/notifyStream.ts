import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { toDisposable } from '../../common/disposable.ts';
import type { Log } from '../../common/log.ts';
import { ProtocolError } from '../../protocol/errors.ts';
import type { ProtocolVersion } from '../../protocol/versions.ts';
import { instanceIdOf, versionOf } from '../http/authorisation.ts';
import type { Connection } from '../delivery/connection.ts';
import type { Delivery } from '../delivery/delivery.ts';
import { toProtocolError, writeError } from '../http/errorAnswers.ts';
import { hasMalformedQuery, pathOf } from '../http/target.ts';

const path = '/run_session/notify';
/** Controllers have nothing to say on this stream but pings. */
const maxPayload = 64 * 1024;

/** What the stream of notifications stands on. */
export interface NotifyStreamParts {
  readonly delivery: Delivery;
  readonly log: Log;
  readonly isClosing: () => boolean;
}

/** The WebSocket side of the run-session protocol: one connection a controller (RFC 6455). */
export class NotifyStream {
  readonly #parts: NotifyStreamParts;
  readonly #server = new WebSocketServer({ noServer: true, maxPayload, perMessageDeflate: false });

  constructor(parts: NotifyStreamParts) {
    this.#parts = parts;
    this.#server.on('wsClientError', (_error, socket) => {
      writeError(socket, new ProtocolError('InvalidUpgrade'));
    });
  }

  /** Takes an upgrade request of somebody who may come in, or answers why not. */
  readonly upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => socket.destroy());
    try {
      if (this.#parts.isClosing()) throw new ProtocolError('ShuttingDown');
      if (hasMalformedQuery(request)) throw new ProtocolError('MalformedRequest');
      if (pathOf(request) !== path) throw new ProtocolError('NotFound');
      const instanceId = instanceIdOf(request);
      const version = versionOf(request);
      refuseOtherWebSockets(request);
      this.#server.handleUpgrade(request, socket, head, (webSocket) => {
        this.#parts.log.debug(`Controller ${instanceId} listens, version ${version}.`);
        this.#parts.delivery.connect(instanceId, toConnection(webSocket, version));
      });
    } catch (error) {
      writeError(socket, toProtocolError(error, this.#parts.log));
    }
  };

  /** Resolves when every connection has ended. */
  async ended(): Promise<void> {
    const open = [...this.#server.clients];
    await Promise.all(
      open.map((client) => new Promise((resolve) => client.once('close', resolve))),
    );
  }

  /** Cuts the connections that are left. */
  terminate(): void {
    for (const client of this.#server.clients) client.terminate();
  }
}

/** The library takes version 8 as well, which is a draft's. */
function refuseOtherWebSockets({ headers }: IncomingMessage): void {
  const version = headers['sec-websocket-version'];
  // One that says no version is refused by the library, as any handshake that is not whole.
  if (version === undefined || version === '13') return;
  throw new ProtocolError('UnsupportedWebSocketVersion');
}

function toConnection(webSocket: WebSocket, version: ProtocolVersion): Connection {
  // A peer that breaks the protocol is closed by the library; 'close' follows.
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
