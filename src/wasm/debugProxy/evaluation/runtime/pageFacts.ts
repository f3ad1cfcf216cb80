import type { Pdb } from '../../../metadata/pdb.ts';

/** What doesn't change in a page's runtime while the page is loaded. */
export class PageFacts {
  readonly #answers = new Map<string, Promise<unknown>>();
  /** The numbers of types, by their names. */
  readonly types = new Map<string, number>();
  /** The types of objects, by their numbers. */
  readonly objects = new Map<number, number>();

  /** Returns what a question was answered with before, or asks it. Failures are asked again. */
  once<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#answers.get(key) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const asked = ask();
    this.#answers.set(key, asked);
    asked.catch(() => this.#answers.delete(key));
    return asked;
  }

  /** The symbols of an assembly, by the runtime's number of it; `undefined` if it has none. */
  symbols(assembly: number, read: () => Promise<Pdb | undefined>): Promise<Pdb | undefined> {
    return this.once(`symbols ${assembly}`, read);
  }
}

/** The methods that hot reload has changed in a page, whose symbols are no longer those of the build. */
export interface ChangedMethods {
  readonly isEmpty: boolean;
  /** Takes the runtime's number of a module, and the row of a method. */
  has(module: number, method: number): boolean;
}

/** What is known of a stop of a page. */
export interface StopPorts {
  readonly facts: PageFacts;
  readonly changed: ChangedMethods;
  /** Whether the page has gone on. Then nothing is read, set or called in it. */
  readonly isOver: () => boolean;
}
