/** Thrown when a launch was cancelled. Never shown to users. */
export class LaunchCancelled extends Error {
  constructor() {
    super('The launch was cancelled.');
    this.name = 'LaunchCancelled';
  }
}

type Release = () => Promise<unknown>;

/**
 * Owns the resources of a launch: servers, browsers, proxies, and the debugger that depends on them.
 * They are released once, dependents first, then all others in parallel. A resource that arrives after
 * that is released immediately.
 */
export class LaunchScope {
  readonly #abort = new AbortController();
  readonly #upper: Release[] = [];
  readonly #lower: Release[] = [];
  readonly #arrivals = new Set<Promise<unknown>>();
  #dependentsReleased: Promise<void> | undefined;
  #released: Promise<void> | undefined;

  /** Aborted when the release begins. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Owns the result of `arrival`. Rejects as it does, or with {@link LaunchCancelled} if it arrived after the release. */
  hold<T>(arrival: Promise<T>, release: (value: T) => Promise<unknown>): Promise<T> {
    return this.#take(arrival, release, this.#lower);
  }

  /** Like {@link hold}, for a resource that depends on the others and is released before them. */
  holdDependent<T>(arrival: Promise<T>, release: (value: T) => Promise<unknown>): Promise<T> {
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
        throw new LaunchCancelled();
      }
      releases.push(() => release(value));
      return value;
    });
    this.#arrivals.add(taken);
    const gone = (): void => void this.#arrivals.delete(taken);
    taken.then(gone, gone);
    return taken;
  }

  /** Creates a scope that is released together with this one and in the same order, or earlier by its owner. */
  nested(): LaunchScope {
    const scope = new LaunchScope();
    this.#upper.push(() => scope.#releaseDependents());
    this.#lower.push(() => scope.release());
    if (this.signal.aborted) void scope.release();
    return scope;
  }

  /** Rejects with {@link LaunchCancelled} once the release has begun. */
  check(): void {
    if (this.signal.aborted) throw new LaunchCancelled();
  }

  /** Resolves when everything is released, including resources that had not arrived yet. */
  release(): Promise<void> {
    return (this.#released ??= this.#release());
  }

  async #release(): Promise<void> {
    await this.#releaseDependents();
    await Promise.allSettled(this.#lower.map((release) => release()));
    await Promise.allSettled(this.#arrivals);
  }

  #releaseDependents(): Promise<void> {
    return (this.#dependentsReleased ??= this.#releaseUpper());
  }

  async #releaseUpper(): Promise<void> {
    this.#abort.abort(new LaunchCancelled());
    // A resource that can't be released has already reported why.
    await Promise.allSettled(this.#upper.map((release) => release()));
  }
}
