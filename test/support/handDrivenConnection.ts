import { EOL } from 'node:os';
import type { Disposable } from '../../src/common/disposable.ts';
import { toDisposable } from '../../src/common/disposable.ts';
import type { Connection } from '../../src/endpoint/delivery/connection.ts';
import type { Notification } from '../../src/protocol/notifications.ts';
import type { ProtocolVersion } from '../../src/protocol/versions.ts';

/** A connection whose other side confirms what it was given when a test says so. */
export class HandDrivenConnection implements Connection {
  readonly version: ProtocolVersion;
  /** All that was handed over, in order. */
  readonly sent: string[] = [];
  /** The pings that were not answered, with how many messages came before each. */
  readonly pings: { readonly data: string; readonly sentBefore: number }[] = [];
  /** Whether each ping is answered by itself. */
  isFluent: boolean;
  /** How the other side closed it, if it did. */
  closedWith: { readonly code: number; readonly reason: string } | undefined;
  isTerminated = false;
  /** How many bytes the system has not taken yet. */
  backlog = 0;
  /** How large the parts of messages were, in bytes. */
  readonly parts: number[] = [];
  #begun: Uint8Array[] = [];
  readonly #pongListeners = new Set<(data: string) => void>();
  readonly #endListeners = new Set<(code: number) => void>();

  constructor({
    version = '2025-10-01',
    isFluent = true,
  }: { version?: ProtocolVersion; isFluent?: boolean } = {}) {
    this.version = version;
    this.isFluent = isFluent;
  }

  send(part: Uint8Array, isLast: boolean, release: () => void): void {
    this.parts.push(part.length);
    this.#begun.push(new Uint8Array(part));
    if (isLast) this.take(Buffer.concat(this.#begun.splice(0)));
    setImmediate(release);
  }

  /** Takes a whole message. */
  protected take(message: Buffer): void {
    this.sent.push(message.toString('utf8'));
  }

  ping(data: string): void {
    this.pings.push({ data, sentBefore: this.sent.length });
    if (this.isFluent) setImmediate(() => this.pong());
  }

  close(code: number, reason: string): void {
    this.closedWith = { code, reason };
  }

  terminate(): void {
    this.isTerminated = true;
    this.break();
  }

  onPong(listener: (data: string) => void): Disposable {
    this.#pongListeners.add(listener);
    return toDisposable(() => this.#pongListeners.delete(listener));
  }

  onEnd(listener: (code: number) => void): Disposable {
    this.#endListeners.add(listener);
    return toDisposable(() => this.#endListeners.delete(listener));
  }

  /** Answers the oldest ping, and so confirms what came before it; tells how much that was, if there was a ping. */
  pong(): number | undefined {
    const ping = this.pings.shift();
    if (ping !== undefined) this.sendPong(ping.data);
    return ping?.sentBefore;
  }

  /** Sends a pong with any data. */
  sendPong(data: string): void {
    for (const listener of this.#pongListeners) listener(data);
  }

  /** Ends as a broken connection does, or with the status code of a Close. */
  break(code = 1006): void {
    for (const listener of this.#endListeners) listener(code);
  }

  get notifications(): readonly Notification[] {
    return this.sent.map((text) => JSON.parse(text) as Notification);
  }

  /** The log of a controller that appends a line end to each message. */
  get output(): string {
    return this.notifications
      .map((one) => (one.notification_type === 'serviceLogs' ? `${one.log_message}${EOL}` : ''))
      .join('');
  }
}
