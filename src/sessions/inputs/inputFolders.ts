import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Disposable } from '../../common/disposable.ts';
import type { HumanError } from '../../common/humanError.ts';
import { turn } from '../../common/turn.ts';
import { inputErrors } from './errors.ts';
import type { FolderWatches } from './folderWatches.ts';
import type { InputFolder, RunInputs } from './runInputs.ts';

/** The listener of the folders of a launch's inputs. */
export interface InputFoldersListener {
  /** An input, or a folder of inputs, may have changed. */
  changed(path: string): void;
  /** Changes in some of the folders are not noticed. */
  unwatched(error: HumanError): void;
}

/** A watched folder. */
interface WatchedFolder {
  readonly watch: Disposable;
  /** Which of its files are inputs; `undefined` if only individual ones are. */
  readonly rule: InputFolder | undefined;
  /** The inputs that were found in it. */
  readonly files: Set<string>;
  /** The watched folders in it. */
  readonly folders: Set<string>;
}

/** The folders of a launch's inputs: watches them, and finds the inputs in them. */
export class InputFolders implements Disposable {
  readonly #inputs: RunInputs;
  readonly #files: ReadonlySet<string>;
  readonly #watches: FolderWatches;
  readonly #maxFiles: number;
  readonly #listener: InputFoldersListener;
  readonly #folders = new Map<string, WatchedFolder>();
  #found = 0;
  #isDisposed = false;

  constructor(
    inputs: RunInputs,
    watches: FolderWatches,
    maxFiles: number,
    listener: InputFoldersListener,
  ) {
    this.#inputs = inputs;
    this.#files = new Set(inputs.files);
    this.#watches = watches;
    this.#maxFiles = maxFiles;
    this.#listener = listener;
  }

  /** Watches all folders, and returns the inputs in them. */
  async open(): Promise<ReadonlySet<string>> {
    const found = new Set(this.#files);
    for (const rule of this.#inputs.folders) {
      for (const file of await this.#scan(rule.path, rule)) found.add(file);
    }
    for (const folder of new Set(this.#inputs.files.map((file) => dirname(file)))) {
      if (!this.#folders.has(folder)) this.#watch(folder, undefined);
    }
    return found;
  }

  isInput(path: string): boolean {
    return this.#files.has(path) || this.#folders.get(dirname(path))?.rule?.hasFile(path) === true;
  }

  /** Returns the inputs in a folder that has appeared or changed: those that were there, and those that are. */
  async filesIn(path: string): Promise<ReadonlySet<string>> {
    const folder = this.#folders.get(path);
    const above = this.#folders.get(dirname(path))?.rule;
    const rule = folder?.rule ?? (above?.hasFolder(path) === true ? above : undefined);
    const single = this.#inputs.files.filter((file) => dirname(file) === path);
    return new Set([...single, ...(rule === undefined ? [] : await this.#scan(path, rule))]);
  }

  /** Ends the watch of a folder that was removed, and returns the inputs that were in it and below. */
  forget(path: string): ReadonlySet<string> {
    const single = this.#inputs.files.filter((file) => dirname(file) === path);
    return new Set([...single, ...this.#drop(path)]);
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const { watch } of this.#folders.values()) watch.dispose();
    this.#folders.clear();
  }

  /** Folders below that are watched already report their own changes. */
  async #scan(top: string, rule: InputFolder): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    const waiting = [top];
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      const known = this.#folders.get(path);
      for (const file of known?.files ?? []) found.add(file);
      const folder = this.#watch(path, rule);
      const entries = await readEntries(path);
      if (this.#isDisposed) break;
      for (const file of this.#take(folder, path, entries)) found.add(file);
      for (const below of this.#unwatchedBelow(folder, path, entries)) waiting.push(below);
      if (Math.max(this.#found, this.#folders.size) > this.#maxFiles) return this.#giveUp(top);
      await turn();
    }
    return found;
  }

  #take(folder: WatchedFolder, path: string, entries: readonly Dirent[]): ReadonlySet<string> {
    const before = folder.files.size;
    for (const entry of entries) {
      const file = join(path, entry.name);
      if (!entry.isDirectory() && folder.rule?.hasFile(file) === true) folder.files.add(file);
    }
    this.#found += folder.files.size - before;
    return folder.files;
  }

  #unwatchedBelow(
    { folders, rule }: WatchedFolder,
    path: string,
    entries: readonly Dirent[],
  ): readonly string[] {
    const below = entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(path, name))
      .filter((each) => rule?.hasFolder(each) === true);
    for (const each of below) folders.add(each);
    return below.filter((each) => this.#folders.get(each)?.rule === undefined);
  }

  #giveUp(path: string): ReadonlySet<string> {
    this.#drop(path);
    this.#listener.unwatched(inputErrors.TooManyInputs({ path, count: this.#maxFiles }));
    return new Set();
  }

  #watch(path: string, rule: InputFolder | undefined): WatchedFolder {
    const known = this.#folders.get(path);
    if (known !== undefined && (known.rule !== undefined || rule === undefined)) return known;
    const watch =
      known?.watch ??
      this.#watches.subscribe(path, {
        changed: (name) => this.#noticed(path, name),
        unwatched: (error) => this.#listener.unwatched(error),
      });
    const folder = { watch, rule, files: new Set<string>(), folders: new Set<string>() };
    this.#folders.set(path, folder);
    return folder;
  }

  #noticed(path: string, name: string | undefined): void {
    if (name === undefined) return this.#listener.changed(path);
    const below = join(path, name);
    const rule = this.#folders.get(path)?.rule;
    const isWanted = rule?.hasFile(below) === true || rule?.hasFolder(below) === true;
    if (isWanted || this.#files.has(below)) this.#listener.changed(below);
  }

  /** The folders that the launch named are watched even while they don't exist. */
  #drop(path: string): readonly string[] {
    const folder = this.#folders.get(path);
    if (folder === undefined) return [];
    const found = [...folder.files, ...[...folder.folders].flatMap((each) => this.#drop(each))];
    this.#found -= folder.files.size;
    folder.files.clear();
    folder.folders.clear();
    if (!this.#isNamed(path)) {
      this.#folders.delete(path);
      folder.watch.dispose();
    }
    return found;
  }

  #isNamed(path: string): boolean {
    const { files, folders } = this.#inputs;
    return (
      folders.some((each) => each.path === path) || files.some((file) => dirname(file) === path)
    );
  }
}

function readEntries(path: string): Promise<readonly Dirent[]> {
  return readdir(path, { withFileTypes: true }).catch(() => []);
}
