import type { StateStore } from '../../src/dotnet/upToDate/savedState.ts';

/** A store in memory. */
export class MemoryStore implements StateStore {
  value: unknown;
  saves = 0;
  readonly #waiting = new Set<() => void>();

  /** Resolves once it was saved so many times, however long what is saved takes to become known. */
  saved(times: number): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (this.saves >= times) resolve();
      };
      this.#waiting.add(check);
      check();
    });
  }

  load(): Promise<unknown> {
    return Promise.resolve(this.value);
  }

  save(value: unknown): Promise<void> {
    // As a real store would keep it.
    this.value = JSON.parse(JSON.stringify(value));
    this.saves++;
    for (const check of this.#waiting) check();
    return Promise.resolve();
  }
}
