import type { SessionQueue } from './sessionQueue.ts';
import { Queue } from './queue.ts';

/** The maximum number of concurrent reads. */
const maxReadings = 2;

/** Reads the next output of queues back from disk. */
export class ReadBack {
  readonly #waiting = new Queue<SessionQueue>();
  readonly #onRead: (queue: SessionQueue, size: number) => void;
  #readings = 0;

  /** `onRead` is called with each queue that was read and the memory that the output uses, in bytes. */
  constructor(onRead: (queue: SessionQueue, size: number) => void) {
    this.#onRead = onRead;
  }

  push(queue: SessionQueue): void {
    this.#waiting.push(queue);
  }

  /** Starts as many reads as allowed, in order of arrival. */
  begin(): void {
    while (this.#readings < maxReadings) {
      const queue = this.#waiting.shift();
      if (queue === undefined) return;
      this.#readings++;
      void queue.readBack().then((size) => {
        this.#readings--;
        this.#onRead(queue, size);
      });
    }
  }
}
