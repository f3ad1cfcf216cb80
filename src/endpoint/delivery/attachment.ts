import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import type { Connection } from './connection.ts';
import type { NotificationEntry, StoredEntry } from './entry.ts';
import type { Lane } from './lane.ts';
import type { Message } from './messages.ts';
import { Queue } from './queue.ts';

/** A message that was sent: whose it is, what it was made of, and how much that was, in bytes. */
export interface Sent {
  readonly lane: Lane;
  readonly kept: readonly (NotificationEntry | StoredEntry)[];
  readonly size: number;
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

/** How much may be sent and not confirmed, in bytes. It also bounds what others wait for behind a flood. */
const window = 1024 * 1024;
/** After how much a ping is due even while another is unanswered, in bytes. */
const pingDistance = window / 4;
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
  readonly #sent = new Queue<Sent>();
  readonly #pings = new Queue<{ readonly data: string; readonly sentBefore: number }>();
  #sentCount = 0;
  #confirmedCount = 0;
  #pingCount = 0;
  #unconfirmedSize = 0;
  #sizeSincePing = 0;
  #watch: Disposable | undefined;

  constructor(connection: Connection, options: AttachmentOptions) {
    this.connection = connection;
    this.#options = options;
    this.#owned.add(connection.onPong((data) => this.#onPong(data)));
    this.#owned.add(connection.onEnd((code) => options.onEnd(code)));
    this.#watchSilence();
  }

  get hasRoom(): boolean {
    return this.#unconfirmedSize < window;
  }

  send(message: Message, sent: Sent): void {
    this.#sent.push(sent);
    this.#sentCount++;
    this.#unconfirmedSize += sent.size;
    this.#sizeSincePing += sent.size;
    this.connection.send(message.bytes, message.release);
    if (this.#sizeSincePing >= pingDistance) this.#ping();
  }

  /** Asks for a confirmation, unless one is on its way; called when nothing more is to be sent for now. */
  settle(): void {
    if (this.#pings.length === 0 && this.#sizeSincePing > 0) this.#ping();
  }

  /** What was not confirmed, in the order of sending. */
  unconfirmed(): readonly Sent[] {
    return this.#takeSent(this.#sent.length);
  }

  dispose(): void {
    this.#watch?.dispose();
    this.#owned.dispose();
  }

  #ping(): void {
    const data = String(++this.#pingCount);
    this.#pings.push({ data, sentBefore: this.#sentCount });
    this.#sizeSincePing = 0;
    this.connection.ping(data);
    if (this.#pings.length === 1) this.#watchSilence();
  }

  #onPong(data: string): void {
    const number = Number(data);
    // A pong that nobody asked for says nothing.
    if (!(number <= this.#pingCount)) return;
    let ping = this.#pings.first;
    if (ping === undefined || Number(ping.data) > number) return;
    let confirmed = 0;
    for (; ping !== undefined && Number(ping.data) <= number; ping = this.#pings.first) {
      confirmed = ping.sentBefore - this.#confirmedCount;
      this.#pings.shift();
    }
    this.#watchSilence();
    this.#confirmedCount += confirmed;
    this.#options.onConfirmed(this.#takeSent(confirmed));
  }

  #takeSent(count: number): readonly Sent[] {
    const taken: Sent[] = [];
    for (let sent; taken.length < count && (sent = this.#sent.shift()) !== undefined;) {
      taken.push(sent);
      this.#unconfirmedSize -= sent.size;
    }
    return taken;
  }

  /** Waits for the answer to the oldest ping, or for the time to ask again. */
  #watchSilence(): void {
    this.#watch?.dispose();
    const { clock, silenceLimit } = this.#options;
    this.#watch =
      this.#pings.length === 0
        ? clock.after(idleInterval, () => this.#ping())
        : clock.after(silenceLimit, () => this.#drop());
  }

  #drop(): void {
    this.#options.onSilence();
    this.connection.terminate();
  }
}
