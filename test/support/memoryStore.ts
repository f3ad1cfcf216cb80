import type { StateStore } from '../../src/dotnet/upToDate/savedState.ts';

/** A store in memory. */
export class MemoryStore implements StateStore {
  value: unknown;
  saves = 0;

  load(): Promise<unknown> {
    return Promise.resolve(this.value);
  }

  save(value: unknown): Promise<void> {
    // As a real store would keep it.
    this.value = JSON.parse(JSON.stringify(value));
    this.saves++;
    return Promise.resolve();
  }
}
