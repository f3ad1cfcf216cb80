import * as z from 'zod/mini';
import { type Evaluation, evaluationSchema } from './evaluation.ts';
import { SavedState, type StateStore } from '../upToDate/savedState.ts';
import { areCurrent, type Stamps } from '../upToDate/stamps.ts';

/** An evaluation with the stamps of its input files. */
export interface Entry {
  readonly stamps: Stamps;
  readonly evaluation: Evaluation;
}

/** Has to be incremented when the meaning of entries changes. */
const version = 4;
/** How many evaluations are kept. */
const maxEntries = 300;

const savedSchema = z.object({
  version: z.literal(version),
  environment: z.string(),
  entries: z.array(
    z.tuple([
      z.string(),
      z.object({ stamps: z.record(z.string(), z.string()), evaluation: evaluationSchema }),
    ]),
  ),
});

/** Caches evaluations until their input files change. */
export class ProjectCache {
  readonly #saved: SavedState;
  readonly #environment: string;
  readonly #entries = new Map<string, Entry>();
  #loading: Promise<void> | undefined;

  /** Stored evaluations of other environments are ignored. */
  constructor(environment: string, store: StateStore | undefined) {
    this.#environment = environment;
    this.#saved = new SavedState(store);
  }

  /** Returns the evaluation of a key, if it is current. */
  async current(key: string): Promise<Evaluation | undefined> {
    await (this.#loading ??= this.#load());
    const entry = this.#entries.get(key);
    return entry !== undefined && (await areCurrent(entry.stamps)) ? entry.evaluation : undefined;
  }

  keep(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= maxEntries) break;
      this.#entries.delete(oldest);
    }
    this.#saved.save(() => ({
      version,
      environment: this.#environment,
      entries: [...this.#entries],
    }));
  }

  async #load(): Promise<void> {
    const { data } = savedSchema.safeParse(await this.#saved.load());
    if (data?.environment !== this.#environment) return;
    for (const [key, entry] of data.entries) this.#entries.set(key, entry);
  }
}
