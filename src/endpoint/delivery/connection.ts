import type { Disposable } from '../../common/disposable.ts';
import type { ProtocolVersion } from '../../protocol/versions.ts';

/** The port to the stream of a controller, which takes text messages in order. */
export interface Connection {
  /** The protocol version of the controller. */
  readonly version: ProtocolVersion;
  /** How many bytes are buffered in the socket. */
  readonly backlog: number;
  /**
   * Sends the next part of a text message in UTF-8, and calls `release` when its bytes are not needed any
   * more. Only the pong of a later ping confirms that it has arrived.
   */
  send(part: Uint8Array, isLast: boolean, release: () => void): void;
  /** Sends a ping (RFC 6455, section 5.5.2). Allowed between the parts of a message. */
  ping(data: string): void;
  /** Calls the listener with the data of each pong. */
  onPong(listener: (data: string) => void): Disposable;
  /** Ends the connection with a WebSocket status code (RFC 6455, section 7.4). */
  close(code: number, reason: string): void;
  /** Ends the connection without a close frame. */
  terminate(): void;
  /** Calls the listener once when the connection has ended, with the status code. */
  onEnd(listener: (code: number) => void): Disposable;
}

/**
 * Closes a connection with a WebSocket status code. If the peer has not read everything that was sent, the
 * connection is terminated instead, since the peer could delay the close indefinitely.
 */
export function leave(connection: Connection, code: number, reason: string): void {
  if (connection.backlog > 0) connection.terminate();
  else connection.close(code, reason);
}
