/** A persistent store. Its content is validated. */
export interface StateStore {
  load(): Promise<unknown>;
  save(value: unknown): Promise<void>;
}

/** The store of remembered builds, and the projects for which it may be used. */
export interface MemoryOptions {
  readonly store?: StateStore;
  readonly isTrusted?: (project: string) => boolean;
}

/** A state that is saved in the background. Errors are ignored, since the next window can recompute it. */
export class SavedState {
  readonly #store: StateStore | undefined;
  #isSaving = false;
  #state: (() => unknown) | undefined;

  constructor(store: StateStore | undefined) {
    this.#store = store;
  }

  /** `undefined` if there is none. */
  async load(): Promise<unknown> {
    return this.#store?.load().catch(() => undefined);
  }

  /** Schedules a save of the state at that time. */
  save(state: () => unknown): void {
    this.#state = state;
    if (!this.#isSaving) void this.#saveLatest();
  }

  async #saveLatest(): Promise<void> {
    this.#isSaving = true;
    while (this.#state !== undefined) {
      const state = this.#state;
      this.#state = undefined;
      await this.#store?.save(state()).catch(() => undefined);
    }
    this.#isSaving = false;
  }
}
