/** Says that a launch was given up; never shown. */
export class GivenUp extends Error {
  constructor() {
    super('The launch was given up.');
    this.name = 'GivenUp';
  }
}

type Release = () => Promise<unknown>;

/**
 * What a launch holds: servers, browsers, proxies, and the debugger that stands on them. Released once:
 * first what stands on the others, then these all together. What arrives later is released at once.
 */
export class Held {
  readonly #abort = new AbortController();
  readonly #upper: Release[] = [];
  readonly #lower: Release[] = [];
  readonly #arrivals = new Set<Promise<unknown>>();
  #released: Promise<void> | undefined;

  /** Aborted when the release begins. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Holds what `arrival` brings. Rejects as it does, or with {@link GivenUp} if it came too late. */
  hold<T>(arrival: Promise<T>, release: (value: T) => Promise<unknown>): Promise<T> {
    return this.#take(arrival, release, this.#lower);
  }

  /** Holds what stands on the others in the same way, and releases it before them. */
  holdUpper<T>(arrival: Promise<T>, release: (value: T) => Promise<unknown>): Promise<T> {
    return this.#take(arrival, release, this.#upper);
  }

  async #take<T>(
    arrival: Promise<T>,
    release: (value: T) => Promise<unknown>,
    releases: Release[],
  ): Promise<T> {
    const taken = arrival.then(async (value) => {
      if (this.signal.aborted) {
        await release(value);
        throw new GivenUp();
      }
      releases.push(() => release(value));
      return value;
    });
    this.#arrivals.add(taken);
    const gone = (): void => void this.#arrivals.delete(taken);
    taken.then(gone, gone);
    return taken;
  }

  /** Rejects with {@link GivenUp} once the release has begun. */
  check(): void {
    if (this.signal.aborted) throw new GivenUp();
  }

  /** Resolves when all is released, and what was still to come has come and gone. */
  release(): Promise<void> {
    return (this.#released ??= this.#release());
  }

  async #release(): Promise<void> {
    this.#abort.abort(new GivenUp());
    // What can't be released has reported why; the others are to be released all the same.
    await Promise.allSettled(this.#upper.map((release) => release()));
    await Promise.allSettled(this.#lower.map((release) => release()));
    await Promise.allSettled(this.#arrivals);
  }
}
