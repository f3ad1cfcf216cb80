import { basename, dirname, sep } from 'node:path';
import type { Clock } from '../../common/clock.ts';
import { type Disposable, toDisposable } from '../../common/disposable.ts';
import type { HumanError } from '../../common/humanError.ts';
import { getMessage } from '../../common/log.ts';
import { inputErrors } from './errors.ts';
import type { FolderChange, WatchFolder } from './watchFolder.ts';

/** The listener of a folder that may come and go. */
export interface FolderSubscriber {
  /** An entry of this name may have changed; all may have if it is `undefined`. */
  changed(name: string | undefined): void;
  /** Changes are not noticed any more. */
  unwatched(error: HumanError): void;
}

/** How long the names of changed entries are collected, so that subscribers hear each one once, in milliseconds. */
const collectingTime = 20;

export interface FolderWatchesOptions {
  readonly clock: Clock;
  readonly watchFolder: WatchFolder;
  /** How many folders are watched at the same time. */
  readonly maxFolders: number;
}

/**
 * The watched folders of all sessions: one watch for each folder, however many subscribe to it. A folder that
 * doesn't exist, or is removed or moved away, is watched again as soon as there is a folder at its path.
 */
export class FolderWatches {
  readonly #options: FolderWatchesOptions;
  readonly #folders = new Map<string, WatchedFolder>();

  constructor(options: FolderWatchesOptions) {
    this.#options = options;
  }

  /** How many folders have subscribers. */
  get size(): number {
    return this.#folders.size;
  }

  /** Watches the entries of the folder at an absolute path until the result is disposed of. */
  subscribe(path: string, subscriber: FolderSubscriber): Disposable {
    const folder = this.#folders.get(path) ?? this.#add(path);
    folder.subscribers.add(subscriber);
    if (folder.failure !== undefined) subscriber.unwatched(folder.failure);
    return toDisposable(() => {
      folder.subscribers.delete(subscriber);
      if (folder.subscribers.size > 0) return;
      this.#folders.delete(path);
      folder.dispose();
    });
  }

  /** Watches the folders below one again that was replaced: their watches may have gone with the former one. */
  reopenBelow(path: string): void {
    const prefix = path.endsWith(sep) ? path : path + sep;
    const below = [...this.#folders.values()].filter((folder) => folder.path.startsWith(prefix));
    for (const folder of below) folder.reopen();
  }

  #add(path: string): WatchedFolder {
    const { maxFolders } = this.#options;
    const isFull = this.#folders.size >= maxFolders;
    const folder = new WatchedFolder(path, this.#options, this);
    this.#folders.set(path, folder);
    if (isFull) folder.fail(inputErrors.TooManyFolders({ path, count: maxFolders }));
    else folder.open();
    return folder;
  }
}

/** One folder: watched, missing until its parent gets an entry of its name, or failed. */
class WatchedFolder implements FolderSubscriber, Disposable {
  readonly path: string;
  readonly subscribers = new Set<FolderSubscriber>();
  readonly #name: string;
  readonly #options: Pick<FolderWatchesOptions, 'clock' | 'watchFolder'>;
  readonly #all: FolderWatches;
  /** The names that subscribers have yet to hear. */
  readonly #untold = new Set<string | undefined>();
  #telling: Disposable | undefined;
  #watch: Disposable | undefined;
  /** The subscription to the parent while the folder is missing. */
  #parent: Disposable | undefined;
  #failure: HumanError | undefined;

  constructor(path: string, options: FolderWatchesOptions, all: FolderWatches) {
    this.path = path;
    this.#name = basename(path);
    this.#options = options;
    this.#all = all;
  }

  get failure(): HumanError | undefined {
    return this.#failure;
  }

  /** Watches the folder, or its parent if it doesn't exist. */
  open(): void {
    if (this.#tryOpen() || this.#failure !== undefined) return;
    this.#awaitFolder();
    // It may have been created before its parent was watched.
    if (this.#failure === undefined && this.#tryOpen()) this.#closeParent();
  }

  reopen(): void {
    if (this.#failure !== undefined) return;
    this.open();
    this.changed(undefined);
  }

  changed(name: string | undefined): void {
    this.#untold.add(name);
    this.#telling ??= this.#options.clock.after(collectingTime, () => this.#tell());
  }

  unwatched(error: HumanError): void {
    for (const subscriber of this.subscribers) subscriber.unwatched(error);
  }

  fail(error: HumanError): void {
    this.#failure = error;
    this.dispose();
    this.unwatched(error);
  }

  dispose(): void {
    this.#telling?.dispose();
    this.#closeParent();
    this.#watch?.dispose();
    this.#watch = undefined;
  }

  #tell(): void {
    const names = [...this.#untold];
    this.#untold.clear();
    this.#telling = undefined;
    for (const subscriber of this.subscribers) for (const name of names) subscriber.changed(name);
  }

  /** Returns whether the folder is watched. An earlier watch is closed afterwards, so that no change is missed. */
  #tryOpen(): boolean {
    const former = this.#watch;
    this.#watch = undefined;
    try {
      const watch = this.#options.watchFolder(this.path, {
        changed: (change) => this.#watch === watch && this.#noticed(change),
        failed: (error) => this.#watch === watch && this.fail(this.#toFailure(error)),
      });
      this.#watch = watch;
    } catch (error) {
      if (!isMissing(error)) this.fail(this.#toFailure(error));
    }
    former?.dispose();
    return this.#watch !== undefined;
  }

  #noticed({ isMoved, name }: FolderChange): void {
    // The system reports the end of the folder itself like that of an entry.
    if (!isMoved || (name !== undefined && name !== this.#name)) return this.changed(name);
    this.reopen();
    if (this.#watch !== undefined) this.#all.reopenBelow(this.path);
  }

  #awaitFolder(): void {
    const above = dirname(this.path);
    if (this.#parent !== undefined || above === this.path) return;
    const parent = this.#all.subscribe(above, {
      changed: (name) => this.#parentChanged(name),
      unwatched: (error) => this.fail(error),
    });
    if (this.#failure === undefined) this.#parent = parent;
    else parent.dispose();
  }

  #parentChanged(name: string | undefined): void {
    if (name !== undefined && name !== this.#name) return;
    if (!this.#tryOpen()) return;
    this.#closeParent();
    this.changed(undefined);
    this.#all.reopenBelow(this.path);
  }

  #closeParent(): void {
    this.#parent?.dispose();
    this.#parent = undefined;
  }

  #toFailure(error: unknown): HumanError {
    const path = this.path;
    switch ((error as NodeJS.ErrnoException).code) {
      case 'ENOSPC':
        return inputErrors.WatchLimitReached({ path });
      case 'EMFILE':
      case 'ENFILE':
        return inputErrors.TooManyWatchers({ path });
      default:
        return inputErrors.FolderNotWatched({ path, reason: getMessage(error) });
    }
  }
}

function isMissing(error: unknown): boolean {
  const { code = '' } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
