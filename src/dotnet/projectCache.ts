import * as z from 'zod/mini';
import type { HumanError } from '../common/humanError.ts';
import { areCurrent, type Stamps } from './decidingFiles.ts';
import { type Evaluation, evaluationSchema } from './evaluation.ts';

/** Keeps what is known of projects beyond the life of a window; what it gives back is not trusted. */
export interface ProjectCacheStore {
  load(): Promise<unknown>;
  save(value: unknown): Promise<void>;
}

/** What came of evaluating a project. */
export type Outcome =
  | { readonly kind: 'evaluated'; readonly evaluation: Evaluation }
  | { readonly kind: 'broken'; readonly error: Pick<HumanError, 'code' | 'message'> };

/** An outcome with the files that decided it, as they were then. */
export interface Entry {
  readonly stamps: Stamps;
  readonly outcome: Outcome;
}

/** To be raised when entries come to mean something else. */
const version = 3;
/** How many outcomes are kept, the latest ones. */
const mostEntries = 300;

const savedSchema = z.object({
  version: z.literal(version),
  entries: z.array(
    z.tuple([
      z.string(),
      z.object({
        stamps: z.record(z.string(), z.string()),
        outcome: z.object({ kind: z.literal('evaluated'), evaluation: evaluationSchema }),
      }),
    ]),
  ),
});

/** The outcomes of evaluations, each for as long as the files that decided it stay as they are. */
export class ProjectCache {
  readonly #store: ProjectCacheStore | undefined;
  readonly #entries = new Map<string, Entry>();
  #loading: Promise<void> | undefined;
  #isSaving = false;
  #isUnsaved = false;

  constructor(store: ProjectCacheStore | undefined) {
    this.#store = store;
  }

  /** The outcome under a key, if it still holds. */
  async current(key: string): Promise<Outcome | undefined> {
    await (this.#loading ??= this.#load());
    const entry = this.#entries.get(key);
    return entry !== undefined && (await areCurrent(entry.stamps)) ? entry.outcome : undefined;
  }

  keep(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= mostEntries) break;
      this.#entries.delete(oldest);
    }
    this.#isUnsaved = true;
    if (!this.#isSaving) void this.#save();
  }

  async #load(): Promise<void> {
    const { data } = savedSchema.safeParse(await this.#store?.load().catch(() => undefined));
    for (const [key, entry] of data?.entries ?? []) this.#entries.set(key, entry);
  }

  /** Saves until there is nothing new. What can't be saved is evaluated again by the next window. */
  async #save(): Promise<void> {
    this.#isSaving = true;
    while (this.#isUnsaved) {
      this.#isUnsaved = false;
      // What is broken may be mended without a change of any file, once a network is there again.
      const entries = [...this.#entries].filter(([, { outcome }]) => outcome.kind === 'evaluated');
      await this.#store?.save({ version, entries }).catch(() => undefined);
    }
    this.#isSaving = false;
  }
}
