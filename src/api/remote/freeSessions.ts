/** Among how many free sessions a host chooses at most. */
const widestSpread = 256;

/**
 * The sessions that no host has claimed, in the order in which they were seen. Hosts that compete for them
 * choose at random among the first ones: the more of its choices were taken, among the more.
 */
export class FreeSessions {
  readonly #random: () => number;
  readonly #names = new Set<string>();
  #spread = 1;

  constructor(random: () => number) {
    this.#random = random;
  }

  set(name: string, isFree: boolean): void {
    if (isFree) this.#names.add(name);
    else this.#names.delete(name);
  }

  /** Removes one session and returns its name; `undefined` if there is none. */
  take(): string | undefined {
    const candidates = Math.min(this.#spread, this.#names.size);
    let left = Math.floor(this.#random() * candidates);
    for (const name of this.#names) {
      if (left-- > 0) continue;
      this.#names.delete(name);
      return name;
    }
    return undefined;
  }

  /** How long to wait before the next claim, in milliseconds. Another host may be faster. */
  get delay(): number {
    return this.#spread === 1 ? 0 : this.#random() * this.#spread;
  }

  won(): void {
    this.#spread = Math.max(1, this.#spread * 0.9);
  }

  lost(): void {
    this.#spread = Math.min(widestSpread, Math.ceil(this.#spread) * 2);
  }
}
