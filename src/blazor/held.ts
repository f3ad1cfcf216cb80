/** Says that a launch was given up; never shown. */
export class GivenUp extends Error {
  constructor() {
    super('The launch was given up.');
    this.name = 'GivenUp';
  }
}

/** What a launch holds: servers, browsers, proxies. Released once, all together; what arrives later is released at once. */
export class Held {
  readonly #abort = new AbortController();
  readonly #releases: (() => Promise<unknown>)[] = [];
  readonly #arrivals = new Set<Promise<unknown>>();
  #released: Promise<void> | undefined;

  /** Aborted when the release begins. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Holds what `arrival` brings. Rejects as it does, or with {@link GivenUp} if it came too late. */
  async hold<T>(arrival: Promise<T>, release: (value: T) => Promise<unknown>): Promise<T> {
    const taken = arrival.then(async (value) => {
      if (this.signal.aborted) {
        await release(value);
        throw new GivenUp();
      }
      this.#releases.push(() => release(value));
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
    await Promise.allSettled(this.#releases.map((release) => release()));
    await Promise.allSettled(this.#arrivals);
  }
}
