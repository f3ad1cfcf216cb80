import type { AssemblyUpdate } from '../../dotnet/hotReload/compilerMessages.ts';
import { AssemblyLines, type FindMoves, type LineUpdate } from './assemblyLines.ts';

/** The lines of an assembly's methods that updates moved without changing the methods. */
export interface ExpectedMoves {
  /** How many updates of the assembly a runtime reports until they count. */
  readonly reports: number;
  readonly updates: readonly LineUpdate[];
}

/** Updates, and the lines that they move, by assembly. */
export interface UpdateBatch {
  readonly updates: readonly AssemblyUpdate[];
  readonly moves: ReadonlyMap<string, ExpectedMoves>;
}

/** All updates since the app was built. A document starts without them and needs all, in order. */
export class UpdateJournal {
  readonly #entries: UpdateBatch[] = [];
  readonly #lines = new Map<string, AssemblyLines>();

  /** Takes the symbols of the assemblies as they were built, by name without extension. */
  constructor(symbols: ReadonlyMap<string, Buffer>) {
    for (const [name, pdb] of symbols)
      this.#guarded(name, () => this.#lines.set(name, new AssemblyLines(pdb)));
  }

  get length(): number {
    return this.#entries.length;
  }

  /** Adds what changes were compiled to. Returns its place; `undefined` if pages don't need it. */
  add(updates: readonly AssemblyUpdate[], findMoves: FindMoves): number | undefined {
    const moves = new Map<string, ExpectedMoves>();
    for (const [assembly, lines] of this.#lines) {
      const own = updates.find((update) => update.assembly === assembly);
      const pdb = own && Buffer.from(own.pdbDelta, 'base64');
      const moved = this.#guarded(assembly, () => lines.apply(pdb, findMoves)) ?? [];
      if (moved.length > 0) moves.set(assembly, { reports: own ? 1 : 0, updates: moved });
    }
    if (updates.length === 0 && moves.size === 0) return undefined;
    this.#entries.push({ updates, moves });
    return this.#entries.length - 1;
  }

  /** The updates from a place to the end. */
  from(place: number): UpdateBatch {
    const [first, ...others] = this.#entries.slice(place);
    if (first === undefined) return { updates: [], moves: new Map() };
    if (others.length === 0) return first;
    const updates = [first, ...others].flatMap((entry) => entry.updates);
    const moves = [...this.#lines].flatMap(([assembly, lines]) => {
      const reports = updates.filter((update) => update.assembly === assembly).length;
      const { moved } = lines;
      return moved.length > 0 ? [[assembly, { reports, updates: moved }] as const] : [];
    });
    return { updates, moves: new Map(moves) };
  }

  /** Without readable symbols, the lines of an assembly can't be followed, but its updates can be applied. */
  #guarded<T>(assembly: string, action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#lines.delete(assembly);
      return undefined;
    }
  }
}
