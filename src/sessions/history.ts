import { isTerminal } from './stateTable.ts';
import type { SessionChange } from './store.ts';

/** Limits the number of ended sessions that are kept. */
export class History {
  readonly #limit: number;
  readonly #remove: (name: string) => void;
  /** In the order of their ends. */
  readonly #finished = new Set<string>();

  /** Takes the number of ended sessions to keep, and what removes the oldest of them. */
  constructor(limit: number, remove: (name: string) => void) {
    this.#limit = limit;
    this.#remove = remove;
  }

  onChange({ session: { metadata, status }, type }: SessionChange): void {
    if (type === 'removed') this.#finished.delete(metadata.name);
    if (type !== 'modified' || metadata.deletionTimestamp !== undefined) return;
    if (!isTerminal(status.state)) return;
    this.#finished.add(metadata.name);
    for (const oldest of this.#finished) {
      if (this.#finished.size <= this.#limit) return;
      this.#finished.delete(oldest);
      this.#remove(oldest);
    }
  }
}
