import type { WebSocket } from 'ws';
import type { Pace } from './pace.ts';

/** The messages that a socket receives, in order and at the pace of the relays. */
export class Inlet {
  readonly #socket: WebSocket;
  readonly #pace: Pace;
  /** How many messages wait for their turn. */
  #waiting = 0;
  #isBlocked = false;
  #isPaused = false;

  constructor(socket: WebSocket, pace: Pace) {
    this.#socket = socket;
    this.#pace = pace;
  }

  /** Calls `take` with each message. */
  open(take: (data: Buffer) => void): void {
    this.#socket.on('message', (data: Buffer) => {
      this.#waiting++;
      this.#pace.run(() => {
        take(data);
        this.#waiting--;
        this.#look();
      });
      this.#look();
    });
  }

  /** Receives nothing until {@link resume}, but what has arrived already. */
  pause(): void {
    this.#isBlocked = true;
    this.#look();
  }

  resume(): void {
    this.#isBlocked = false;
    this.#look();
  }

  #look(): void {
    const isPaused = this.#isBlocked || this.#waiting > 0;
    if (isPaused === this.#isPaused) return;
    this.#isPaused = isPaused;
    if (isPaused) this.#socket.pause();
    else this.#socket.resume();
  }
}
