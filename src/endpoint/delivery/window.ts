/** The initial and minimum distance between pings, in bytes. At 1 KB/s, each is answered within seconds. */
const shortest = 8 * 1024;
/** The maximum distance between pings, in bytes. */
const longest = 256 * 1024;
/** The window size as a multiple of the ping distance. */
const distances = 4;
/** The round-trip times in milliseconds below which the window grows, and above which it shrinks. */
const fast = 500;
const slow = 5_000;

/** The limit of unconfirmed data, adapted to the speed of the controller. */
export class Window {
  #pingDistance = shortest;

  /** After how many bytes a ping is sent even if another is unanswered. */
  get pingDistance(): number {
    return this.#pingDistance;
  }

  /** How many bytes may be unconfirmed. This also bounds how long other sessions wait when one writes a lot. */
  get size(): number {
    return this.#pingDistance * distances;
  }

  /** The maximum number of bytes in one part of a message. */
  get partSize(): number {
    return this.#pingDistance * 2;
  }

  /** Adapts to the round-trip time of a ping in milliseconds, and the number of bytes that it confirms. */
  adapt(size: number, roundTrip: number): void {
    const distance = this.#pingDistance;
    if (roundTrip >= slow) this.#pingDistance = Math.max(shortest, distance / 2);
    else if (roundTrip <= fast && size >= distance) {
      this.#pingDistance = Math.min(longest, distance * 2);
    }
  }
}
