import type { SourceChange } from '../../dotnet/hotReload/compilerMessages.ts';
import type { FindMoves } from './assemblyLines.ts';
import { LineMap } from './lineMap.ts';

/** Reads a source, without its byte order mark; `undefined` if there is none. */
export type ReadSource = (path: string) => Promise<string | undefined>;

/** The texts of an app's sources: those that run, and those that were saved since. */
export class SourceTexts {
  readonly #read: ReadSource;
  /** The texts that run. */
  readonly #running: Map<string, string | undefined>;
  /** The texts that were compiled last, of sources that differ. */
  readonly #saved = new Map<string, string | undefined>();
  /** The texts that {@link findChanged} found after the sources were compiled last. */
  readonly #found = new Map<string, string | undefined>();

  /** Takes the sources that run, as far as they are known. */
  constructor(running: ReadonlyMap<string, string>, read: ReadSource) {
    this.#read = read;
    this.#running = new Map(running);
  }

  /** Takes the paths of all sources that the app was compiled from. Texts that aren't known yet are read. */
  async setBuilt(paths: readonly string[]): Promise<void> {
    const built = new Set(paths);
    for (const path of this.paths) if (!built.has(path)) this.#running.delete(path);
    const unknown = [...built].filter((path) => !this.has(path));
    await Promise.all(unknown.map(async (path) => this.#running.set(path, await this.#read(path))));
  }

  /** The sources that the app is compiled from. */
  get paths(): readonly string[] {
    return [...this.#running.keys()];
  }

  /** Whether all texts that were compiled run. */
  get isCurrent(): boolean {
    return this.#saved.size === 0;
  }

  /** Whether the app is compiled from a source. */
  has(path: string): boolean {
    return this.#running.has(path);
  }

  /** Returns those of the paths at which there is a source that the compiler doesn't have, as far as is known. */
  async added(paths: readonly string[]): Promise<readonly string[]> {
    const unknown = paths.filter((path) => this.#latest(path) === undefined);
    const read = await Promise.all(unknown.map((path) => this.#read(path)));
    return unknown.filter((_, index) => read[index] !== undefined);
  }

  /** Returns those of the sources whose text is another one than the one that was found or compiled last. */
  async findChanged(paths: readonly string[]): Promise<readonly string[]> {
    const changed: string[] = [];
    for (const path of paths) {
      const text = await this.#read(path);
      if (text === (this.#found.has(path) ? this.#found.get(path) : this.#latest(path))) continue;
      this.#found.set(path, text);
      changed.push(path);
    }
    return changed;
  }

  /** Takes the sources that the app is compiled from after some were added. */
  setPaths(paths: readonly string[]): void {
    for (const path of paths) if (!this.has(path)) this.#running.set(path, undefined);
  }

  /** Reads saved sources, and returns those whose text is another one than before. */
  async changes(paths: readonly string[]): Promise<readonly SourceChange[]> {
    const read = await Promise.all(
      paths
        .filter((path) => this.has(path))
        .map(async (path) => ({ path, text: await this.#read(path) })),
    );
    const changed = read.filter(({ path, text }) => text !== this.#latest(path));
    for (const { path, text } of changed) this.#saved.set(path, text);
    for (const { path } of read) this.#found.delete(path);
    return changed;
  }

  /** The saved texts are those that run from now on. Returns how their lines moved. */
  commit(): FindMoves {
    const moves = new Map<string, LineMap>();
    for (const [path, text] of this.#saved) {
      const map = LineMap.between(this.#running.get(path) ?? '', text ?? '');
      if (!map.isIdentity && text !== undefined) moves.set(path, map);
      this.#running.set(path, text);
    }
    this.#saved.clear();
    return (path) => moves.get(path);
  }

  #latest(path: string): string | undefined {
    return this.#saved.has(path) ? this.#saved.get(path) : this.#running.get(path);
  }
}
