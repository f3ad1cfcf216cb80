/** How many tabs are remembered. */
const maxTabs = 20;

/** Remembers from which files the pages of running browsers were loaded for their debuggers. */
export class LoadedTabs {
  /** By the ids of their targets, which are random. */
  readonly #stamps = new Map<string, string>();

  /** To be called when a page was loaded. */
  loaded(targetId: string, stamp: string): void {
    this.#stamps.delete(targetId);
    this.#stamps.set(targetId, stamp);
    const [oldest] = this.#stamps.keys();
    if (this.#stamps.size > maxTabs && oldest !== undefined) this.#stamps.delete(oldest);
  }

  /** Whether a page was loaded from files with this stamp. */
  isCurrent(targetId: string, stamp: string): boolean {
    return this.#stamps.get(targetId) === stamp;
  }
}
