import type { Disposable } from '../../common/disposable.ts';
import type { ProtocolVersion } from '../../protocol/versions.ts';

/** The port behind which a controller's stream is: one that takes text messages in order. */
export interface Connection {
  /** The version that the controller speaks. */
  readonly version: ProtocolVersion;
  /** How many bytes were given to it and not yet taken by the system. */
  readonly backlog: number;
  /**
   * Sends the next part of a text message in UTF-8, and calls back when its bytes are no longer
   * needed. That it arrived is known by the pong to a later ping alone.
   */
  send(part: Uint8Array, isLast: boolean, release: () => void): void;
  /** Asks for a pong with the same data (RFC 6455, section 5.5.2); may come between the parts of a message. */
  ping(data: string): void;
  /** Calls back with the data of each pong. */
  onPong(listener: (data: string) => void): Disposable;
  /** Ends the connection with a WebSocket status code (RFC 6455, section 7.4). */
  close(code: number, reason: string): void;
  /** Ends the connection without a word. */
  terminate(): void;
  /** Calls back once when the connection has ended, by whomever, with the status code that was seen. */
  onEnd(listener: (code: number) => void): Disposable;
}

/**
 * Takes leave with a WebSocket status code; a connection whose other side has not read what was sent is
 * cut instead, since it might hold that for as long as it likes.
 */
export function leave(connection: Connection, code: number, reason: string): void {
  if (connection.backlog > 0) connection.terminate();
  else connection.close(code, reason);
}
