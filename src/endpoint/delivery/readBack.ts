import type { Lane } from './lane.ts';
import { Queue } from './queue.ts';

/** How many lanes are read back at the same time. */
const mostReadings = 2;

/** Lanes whose next output has to be read back from the disk before it can be sent. */
export class ReadBack {
  readonly #waiting = new Queue<Lane>();
  readonly #onRead: (lane: Lane, size: number) => void;
  #readings = 0;

  /** `onRead` hears of each lane that was read back, with how much memory that takes now, in bytes. */
  constructor(onRead: (lane: Lane, size: number) => void) {
    this.#onRead = onRead;
  }

  push(lane: Lane): void {
    this.#waiting.push(lane);
  }

  /** Reads back what has waited longest, as far as there is a place. */
  begin(): void {
    while (this.#readings < mostReadings) {
      const lane = this.#waiting.shift();
      if (lane === undefined) return;
      this.#readings++;
      void lane.readBack().then((size) => {
        this.#readings--;
        this.#onRead(lane, size);
      });
    }
  }
}
