import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';

/** How many bytes may be buffered in a socket before its source is paused, and below which it resumes. */
const highWater = 4 * 1024 * 1024;
const lowWater = 1024 * 1024;

/** After how many bytes messages are written without waiting for others. */
const gatheredAtOnce = 256 * 1024;

/** Where a {@link Flow} sends to. */
export interface Outlet {
  readonly socket: WebSocket;
  /** What the socket writes to. */
  readonly stream: Duplex;
}

/**
 * Sends to a socket and pauses the source of the messages while the socket can't keep up. Writes what is sent
 * together at once, since each write takes time on both sides.
 */
export class Flow {
  readonly #to: WebSocket;
  readonly #stream: Duplex;
  readonly #source: Pausable;
  #isPaused = false;
  #isGathering = false;

  constructor({ socket, stream }: Outlet, source: Pausable) {
    this.#to = socket;
    this.#stream = stream;
    this.#source = source;
  }

  send(data: Buffer | string): void {
    if (this.#to.readyState !== WebSocket.OPEN) return;
    this.#gather();
    this.#to.send(data, { binary: false }, () => this.#look());
    if (this.#stream.writableLength > gatheredAtOnce) this.#write();
    this.#look();
  }

  #gather(): void {
    if (this.#isGathering) return;
    this.#isGathering = true;
    this.#stream.cork();
    process.nextTick(() => this.#write());
  }

  #write(): void {
    if (!this.#isGathering) return;
    this.#isGathering = false;
    this.#stream.uncork();
  }

  #look(): void {
    const { bufferedAmount } = this.#to;
    const isFull = this.#isPaused ? bufferedAmount > lowWater : bufferedAmount > highWater;
    if (isFull === this.#isPaused) return;
    this.#isPaused = isFull;
    if (isFull) this.#source.pause();
    else this.#source.resume();
  }
}

/** The source of a {@link Flow}. */
interface Pausable {
  pause(): void;
  resume(): void;
}
