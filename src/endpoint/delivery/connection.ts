import type { Disposable } from '../../common/disposable.ts';
import type { ProtocolVersion } from '../../protocol/versions.ts';

/** The port behind which a controller's stream is: one that takes text messages in order. */
export interface Connection {
  /** The version that the controller speaks. */
  readonly version: ProtocolVersion;
  /** Sends one message; calls back when it was handed on, or with the error that ended the connection. */
  send(text: string, done: (error?: Error | null) => void): void;
  /** Ends the connection with a WebSocket status code (RFC 6455, section 7.4). */
  close(code: number, reason: string): void;
  /** Calls back once when the connection has ended, by whomever. */
  onEnd(listener: () => void): Disposable;
}
