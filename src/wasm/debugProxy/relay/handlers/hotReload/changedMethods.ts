import { listMethods } from '../../../../hotReload/movedPdb.ts';
import { openPdb } from '../../../../metadata/pdb.ts';
import type { ChangedMethods } from '../../../evaluation/runtime/pageFacts.ts';

/** The methods that hot reload has changed in pages, by what their runtimes report. */
export class PagesChanges {
  readonly #pages = new Map<string, PageChanges>();

  of(sessionId: string): ChangedMethods {
    return this.#page(sessionId);
  }

  /** Takes the symbols of an update. */
  add(sessionId: string, module: number, symbols: Buffer): void {
    this.#page(sessionId).add(module, symbols);
  }

  /** Forgets the changes of a document that was left. */
  leave(sessionId: string): void {
    this.#pages.delete(sessionId);
  }

  #page(sessionId: string): PageChanges {
    const page = this.#pages.get(sessionId) ?? new PageChanges();
    this.#pages.set(sessionId, page);
    return page;
  }
}

class PageChanges implements ChangedMethods {
  /** By module; all methods of one whose update has no readable symbols. */
  readonly #methods = new Map<number, Set<number> | 'all'>();

  get isEmpty(): boolean {
    return this.#methods.size === 0;
  }

  has(module: number, method: number): boolean {
    const methods = this.#methods.get(module);
    return methods === 'all' || methods?.has(method) === true;
  }

  add(module: number, symbols: Buffer): void {
    const known = this.#methods.get(module) ?? new Set();
    const changed = readMethods(symbols);
    if (known === 'all' || changed === undefined) this.#methods.set(module, 'all');
    else this.#methods.set(module, new Set([...known, ...changed]));
  }
}

function readMethods(symbols: Buffer): readonly number[] | undefined {
  try {
    return listMethods(openPdb(symbols));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return undefined;
  }
}
