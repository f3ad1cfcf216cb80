/** Keeps what is known beyond the life of a window; what it gives back is not trusted. */
export interface StateStore {
  load(): Promise<unknown>;
  save(value: unknown): Promise<void>;
}

/** Where what is remembered is kept, and whether it is to be used. */
export interface MemoryOptions {
  readonly store?: StateStore;
  readonly isTrusted?: () => boolean;
}

/** A state that is saved in the background. What can't be saved the next window finds out by itself. */
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

  /** Saves the state as it is when its turn comes. */
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
