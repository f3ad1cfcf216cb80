import * as z from 'zod/mini';
import { type Evaluation, evaluationSchema } from './evaluation.ts';
import { SavedState, type StateStore } from '../upToDate/savedState.ts';
import { areCurrent, type Stamps } from '../upToDate/stamps.ts';

/** An evaluation with the files that decided it, as they were then. */
export interface Entry {
  readonly stamps: Stamps;
  readonly evaluation: Evaluation;
}

/** To be raised when entries come to mean something else. */
const version = 4;
/** How many evaluations are kept, the latest ones. */
const mostEntries = 300;

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

/** Evaluations, each for as long as the files that decided it stay as they are. */
export class ProjectCache {
  readonly #saved: SavedState;
  readonly #environment: string;
  readonly #entries = new Map<string, Entry>();
  #loading: Promise<void> | undefined;

  /** What another environment has evaluated is not taken from the store. */
  constructor(environment: string, store: StateStore | undefined) {
    this.#environment = environment;
    this.#saved = new SavedState(store);
  }

  /** The evaluation under a key, if it still holds. */
  async current(key: string): Promise<Evaluation | undefined> {
    await (this.#loading ??= this.#load());
    const entry = this.#entries.get(key);
    return entry !== undefined && (await areCurrent(entry.stamps)) ? entry.evaluation : undefined;
  }

  keep(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= mostEntries) break;
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
