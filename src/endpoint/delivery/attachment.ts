import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { type Connection, leave } from './connection.ts';
import type { NotificationEntry, StoredEntry } from './entry.ts';
import type { SessionQueue } from './sessionQueue.ts';
import type { Message } from './messages.ts';
import { Pings } from './pings.ts';
import { Queue } from './queue.ts';
import { Window } from './window.ts';

/** A sent message: the queue that it belongs to, the entries that it was made of, and its lines of output. */
export interface Sent {
  readonly queue: SessionQueue;
  readonly kept: readonly (NotificationEntry | StoredEntry)[];
  readonly lines: number;
}

export interface AttachmentOptions {
  readonly clock: Clock;
  /** How long a controller may take to answer a ping, in milliseconds. */
  readonly silenceLimit: number;
  /** Called before a connection is terminated because the controller has not answered. */
  readonly onSilence: () => void;
  /** Called with the messages that the controller has confirmed. */
  readonly onConfirmed: (sent: readonly Sent[]) => void;
  /** Called once when the connection has ended, with the WebSocket status code. */
  readonly onEnd: (code: number) => void;
}

/** The approximate overhead of an unconfirmed message, in bytes. */
const overhead = 256;
/** The interval of keep-alive pings while there is nothing to confirm, in milliseconds. */
const idleInterval = 10_000;

/**
 * A connection in use, with its unconfirmed messages. The controller answers pings in its read loop, so a
 * pong confirms everything that was sent before its ping.
 */
export class Attachment implements Disposable {
  readonly connection: Connection;
  readonly #options: AttachmentOptions;
  readonly #resources = new DisposableStore();
  readonly #sent = new Queue<Sent & { readonly size: number }>();
  readonly #pings = new Pings();
  readonly #window = new Window();
  #sentCount = 0;
  #confirmedCount = 0;
  #unconfirmedSize = 0;
  #sizeSincePing = 0;
  #watch: Disposable | undefined;
  #hasFailed = false;

  constructor(connection: Connection, options: AttachmentOptions) {
    this.connection = connection;
    this.#options = options;
    this.#resources.add(connection.onPong((data) => this.#onPong(data)));
    this.#resources.add(connection.onEnd((code) => options.onEnd(code)));
    this.#watchSilence();
  }

  /** Whether more may be sent: neither the controller nor the socket lags behind. */
  get hasRoom(): boolean {
    const waiting = Math.max(this.#unconfirmedSize, this.connection.backlog);
    return waiting < this.#window.size && !this.#hasFailed;
  }

  /** The approximate maximum size of the next message, in bytes. */
  get messageSize(): number {
    return this.#window.pingDistance;
  }

  /** Sends a message. Pings are sent between the parts of a long one, to see that the controller reads it. */
  send(message: Message, sent: Sent): void {
    const { bytes, release } = message;
    const { partSize } = this.#window;
    let start = 0;
    for (; bytes.length - start > partSize; start += partSize) {
      this.#sendPart(bytes.subarray(start, start + partSize), false, () => {});
      this.#pingIfDue();
    }
    this.#sendPart(bytes.subarray(start), true, release);
    this.#count(overhead);
    this.#sent.push({ ...sent, size: bytes.length + overhead });
    this.#sentCount++;
    this.#pingIfDue();
  }

  /** Requests a confirmation, unless one is pending. Called when there is nothing more to send for now. */
  settle(): void {
    if (!this.#pings.isWaiting && this.#sizeSincePing > 0) this.#ping();
  }

  /** Takes out the unconfirmed messages, in the order of sending. */
  unconfirmed(): readonly Sent[] {
    return this.#takeSent(this.#sent.length);
  }

  dispose(): void {
    this.#watch?.dispose();
    this.#resources.dispose();
  }

  #sendPart(part: Uint8Array, isLast: boolean, release: () => void): void {
    this.#count(part.length);
    this.connection.send(part, isLast, release);
  }

  #count(size: number): void {
    this.#unconfirmedSize += size;
    this.#sizeSincePing += size;
  }

  #pingIfDue(): void {
    if (this.#sizeSincePing >= this.#window.pingDistance) this.#ping();
  }

  #ping(): void {
    const isFirst = !this.#pings.isWaiting;
    const ping = { sentBefore: this.#sentCount, size: this.#sizeSincePing, sentAt: this.#now() };
    this.#sizeSincePing = 0;
    this.connection.ping(this.#pings.next(ping));
    if (isFirst) this.#watchSilence();
  }

  #onPong(data: string): void {
    if (this.#hasFailed) return;
    const pong = this.#pings.take(data);
    switch (pong.kind) {
      case 'nothing':
        return;
      case 'forged':
        return this.#fail();
      case 'confirms':
        this.#watchSilence();
        this.#window.adapt(pong.ping.size, this.#now() - pong.ping.sentAt);
        this.#options.onConfirmed(this.#takeSent(pong.ping.sentBefore - this.#confirmedCount));
    }
  }

  #now(): number {
    return this.#options.clock.elapsed();
  }

  /** Ends a connection whose controller answers pings that it can't have read. */
  #fail(): void {
    this.#hasFailed = true;
    leave(this.connection, 1002, 'A pong answers a ping that was not sent.');
  }

  #takeSent(count: number): readonly Sent[] {
    const taken: Sent[] = [];
    for (let sent; taken.length < count && (sent = this.#sent.shift()) !== undefined;) {
      taken.push(sent);
      this.#unconfirmedSize -= sent.size;
    }
    this.#confirmedCount += taken.length;
    return taken;
  }

  /** Waits for the pong of the oldest ping, or until the next keep-alive ping. */
  #watchSilence(): void {
    this.#watch?.dispose();
    const { clock, silenceLimit } = this.#options;
    this.#watch = !this.#pings.isWaiting
      ? clock.after(idleInterval, () => this.#ping())
      : clock.after(silenceLimit, () => this.#drop());
  }

  #drop(): void {
    this.#options.onSilence();
    this.connection.terminate();
  }
}
