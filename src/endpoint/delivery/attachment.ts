import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { type Connection, leave } from './connection.ts';
import type { NotificationEntry, StoredEntry } from './entry.ts';
import type { Lane } from './lane.ts';
import type { Message } from './messages.ts';
import { Pings } from './pings.ts';
import { Queue } from './queue.ts';
import { Window } from './window.ts';

/** A message that was sent: whose it is, and what it was made of. */
export interface Sent {
  readonly lane: Lane;
  readonly kept: readonly (NotificationEntry | StoredEntry)[];
}

export interface AttachmentOptions {
  readonly clock: Clock;
  /** How long a controller may take to answer a ping, in milliseconds. */
  readonly silenceLimit: number;
  /** Told before a connection is dropped whose controller has not answered. */
  readonly onSilence: () => void;
  /** Told what the controller has read. */
  readonly onConfirmed: (sent: readonly Sent[]) => void;
  /** Told once, when the connection has ended, with the WebSocket status code. */
  readonly onEnd: (code: number) => void;
}

/** What a message takes beside its bytes while it is on its way, roughly. */
const overhead = 256;
/** After how long without anything to confirm a ping asks whether the controller is there, in milliseconds. */
const idleInterval = 10_000;

/**
 * A connection in use, and what was sent by it but not confirmed. A pong answers its ping in the
 * controller's read loop, so it confirms all that was sent before the ping.
 */
export class Attachment implements Disposable {
  readonly connection: Connection;
  readonly #options: AttachmentOptions;
  readonly #owned = new DisposableStore();
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
    this.#owned.add(connection.onPong((data) => this.#onPong(data)));
    this.#owned.add(connection.onEnd((code) => options.onEnd(code)));
    this.#watchSilence();
  }

  /** Whether more may be sent: neither the controller nor the socket is behind. */
  get hasRoom(): boolean {
    const waiting = Math.max(this.#unconfirmedSize, this.connection.backlog);
    return waiting < this.#window.size && !this.#hasFailed;
  }

  /** About how many bytes the next message should have at most. */
  get messageSize(): number {
    return this.#window.pingDistance;
  }

  /** Sends a message, a long one in parts with pings between them: by their pongs the controller shows that it reads. */
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

  /** Asks for a confirmation, unless one is on its way; called when nothing more is to be sent for now. */
  settle(): void {
    if (!this.#pings.isWaiting && this.#sizeSincePing > 0) this.#ping();
  }

  /** What was not confirmed, in the order of sending. */
  unconfirmed(): readonly Sent[] {
    return this.#takeSent(this.#sent.length);
  }

  dispose(): void {
    this.#watch?.dispose();
    this.#owned.dispose();
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

  /** Ends a connection whose controller pretends to have read what it has not. */
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

  /** Waits for the answer to the oldest ping, or for the time to ask again. */
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
