import type { AssemblyUpdate } from '../../dotnet/hotReload/compilerMessages.ts';
import { AssemblyLines, type FindMoves, type LineUpdate } from './assemblyLines.ts';

/** The lines of an assembly's methods that updates moved without changing the methods. */
export interface ExpectedMoves {
  /** How many updates of the assembly a runtime reports until they count. */
  readonly reports: number;
  /** Empty if the updates moved only the methods that they changed. */
  readonly updates: readonly LineUpdate[];
}

/** Updates, and the lines that move with them in each assembly that has either. */
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
    const moved = new Map<string, readonly LineUpdate[]>();
    for (const [assembly, lines] of this.#lines) {
      const own = updates.find((update) => update.assembly === assembly);
      const pdb = own && Buffer.from(own.pdbDelta, 'base64');
      moved.set(assembly, this.#guarded(assembly, () => lines.apply(pdb, findMoves)) ?? []);
    }
    const batch = toBatch(updates, (assembly) => moved.get(assembly), this.#lines.keys());
    if (batch.moves.size === 0) return undefined;
    this.#entries.push(batch);
    return this.#entries.length - 1;
  }

  /** The updates from a place to the end. */
  from(place: number): UpdateBatch {
    const entries = this.#entries.slice(place);
    const [first] = entries;
    if (first !== undefined && entries.length === 1) return first;
    const updates = entries.flatMap((entry) => entry.updates);
    // Moves of one update would be undone where a later one changed the methods.
    return toBatch(updates, (name) => this.#lines.get(name)?.moved, this.#lines.keys());
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

function toBatch(
  updates: readonly AssemblyUpdate[],
  findMoved: (assembly: string) => readonly LineUpdate[] | undefined,
  known: Iterable<string>,
): UpdateBatch {
  const moves = new Map<string, ExpectedMoves>();
  for (const assembly of new Set([...updates.map((update) => update.assembly), ...known])) {
    const reports = updates.filter((update) => update.assembly === assembly).length;
    const moved = findMoved(assembly) ?? [];
    if (reports > 0 || moved.length > 0) moves.set(assembly, { reports, updates: moved });
  }
  return { updates, moves };
}
