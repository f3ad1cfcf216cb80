/** How far apart pings are at first, and for controllers that read slowly, in bytes: at 1 KB/s each is answered within seconds. */
const shortest = 8 * 1024;
/** The same for controllers that read fast. */
const longest = 256 * 1024;
/** How many distances between pings make the window. */
const distances = 4;
/** How long the answer to a ping takes at most where the window may grow, and at least where it must shrink, in milliseconds. */
const fast = 500;
const slow = 5_000;

/** How much may be sent and not confirmed, as far as the controller's speed is known. */
export class Window {
  #pingDistance = shortest;

  /** After how many bytes a ping is due even while another is unanswered. */
  get pingDistance(): number {
    return this.#pingDistance;
  }

  /** How many bytes may be sent and not confirmed. It also bounds what others wait for behind a flood. */
  get size(): number {
    return this.#pingDistance * distances;
  }

  /** How many bytes are sent between two chances for a ping at most. */
  get partSize(): number {
    return this.#pingDistance * 2;
  }

  /** Learns how long the answer to a ping has taken, in milliseconds, and how many bytes it confirms. */
  adapt(size: number, roundTrip: number): void {
    const distance = this.#pingDistance;
    if (roundTrip >= slow) this.#pingDistance = Math.max(shortest, distance / 2);
    else if (roundTrip <= fast && size >= distance) {
      this.#pingDistance = Math.min(longest, distance * 2);
    }
  }
}
