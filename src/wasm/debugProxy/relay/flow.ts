import { WebSocket } from 'ws';

/** How many bytes may be buffered in a socket before its source is paused, and below which it resumes. */
const highWater = 4 * 1024 * 1024;
const lowWater = 1024 * 1024;

/** Sends to a socket and pauses the source of the messages while the socket can't keep up. */
export class Flow {
  readonly #to: WebSocket;
  readonly #source: () => Pausable | undefined;
  #isPaused = false;

  constructor(to: WebSocket, source: () => Pausable | undefined) {
    this.#to = to;
    this.#source = source;
  }

  send(data: Buffer | string): void {
    if (this.#to.readyState !== WebSocket.OPEN) return;
    this.#to.send(data, { binary: false }, () => this.#look());
    this.#look();
  }

  #look(): void {
    const { bufferedAmount } = this.#to;
    const isFull = this.#isPaused ? bufferedAmount > lowWater : bufferedAmount > highWater;
    if (isFull === this.#isPaused) return;
    this.#isPaused = isFull;
    if (isFull) this.#source()?.pause();
    else this.#source()?.resume();
  }
}

/** The source of a {@link Flow}. */
interface Pausable {
  pause(): void;
  resume(): void;
}
