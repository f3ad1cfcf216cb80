import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import type { HumanError } from '../../common/humanError.ts';
import { getMessage } from '../../common/log.ts';
import { turn } from '../../common/turn.ts';
import { inputErrors } from './errors.ts';
import type { FileContents } from './fileContents.ts';
import type { FolderWatches } from './folderWatches.ts';
import { InputBaseline } from './inputBaseline.ts';
import { InputFolders } from './inputFolders.ts';
import type { RunInputs } from './runInputs.ts';

export interface WatchedInputsOptions {
  readonly clock: Clock;
  readonly watches: FolderWatches;
  readonly contents: FileContents;
  /** The maximum number of files in folders. */
  readonly maxFiles: number;
  /** Called with the paths of the changed files when all inputs are known, and when others have changed. */
  readonly changed: (paths: ReadonlySet<string>) => void;
  /** Called once if not all changes can be noticed. */
  readonly unwatched: (error: HumanError) => void;
}

/** No more changed files are looked for, so that a checkout of thousands of files costs little. */
export const maxChanged = 100;
/** How long changes are collected after the last one, in milliseconds. Folders have collected them before. */
const quietTime = 30;
/** How long they are collected after the first one. */
const longestDelay = 500;
/** How many files are read concurrently. */
const width = 8;

/** The inputs of one launch, compared with what they contained when it read them. */
export class WatchedInputs implements Disposable {
  readonly #options: WatchedInputsOptions;
  readonly #inputs: RunInputs;
  readonly #folders: InputFolders;
  readonly #baseline: InputBaseline;
  /** Paths that may have changed. */
  readonly #unchecked = new Set<string>();
  /** A running program that takes changes is told all of them. */
  readonly #maxChanged: number;
  readonly #taking: Disposable | undefined;
  #timer: Disposable | undefined;
  /** When the oldest unchecked change was noticed, by the monotonic clock. */
  #noticed: number | undefined;
  /** The revision of the changed files that was reported. */
  #reported: number | undefined;
  #isWorking = true;
  #isUnwatched = false;
  #isDisposed = false;

  constructor(inputs: RunInputs, options: WatchedInputsOptions) {
    const { clock, contents, maxFiles, watches } = options;
    this.#options = options;
    this.#inputs = inputs;
    this.#maxChanged = inputs.live === undefined ? maxChanged : Infinity;
    this.#taking = inputs.live?.onTaken((paths) => void this.#guard(this.#take(paths)));
    this.#baseline = new InputBaseline(contents, inputs, clock.now());
    this.#folders = new InputFolders(inputs, watches, maxFiles, {
      changed: (path) => this.#notice(path),
      unwatched: (error) => this.#cannotWatch(error),
    });
    void this.#guard(this.#begin());
  }

  /** Whether a path is that of an input, even one that was removed. */
  has(path: string): boolean {
    return this.#folders.isInput(path) || this.#baseline.has(path);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#timer?.dispose();
    this.#taking?.dispose();
    this.#folders.dispose();
  }

  async #begin(): Promise<void> {
    const files = await this.#folders.open();
    await this.#inSlices(files, (file) => this.#baseline.record(file));
    this.#finish();
  }

  async #take(paths: readonly string[]): Promise<void> {
    for (const path of paths) await this.#baseline.take(path);
    if (!this.#isWorking) this.#finish();
  }

  #notice(path: string): void {
    this.#unchecked.add(path);
    if (!this.#isWorking) this.#schedule();
  }

  #schedule(): void {
    const { clock } = this.#options;
    const now = clock.elapsed();
    this.#noticed ??= now;
    this.#timer?.dispose();
    const delay = Math.min(quietTime, Math.max(0, this.#noticed + longestDelay - now));
    this.#timer = clock.after(delay, () => {
      this.#noticed = undefined;
      void this.#guard(this.#check());
    });
  }

  async #check(): Promise<void> {
    this.#isWorking = true;
    const { changed } = this.#baseline;
    // Files that were restored are found first, so that others take their place.
    await this.#inSlices(
      [...this.#unchecked].filter((path) => changed.has(path)),
      (path) => this.#checkPath(path),
    );
    const postponed = new Set<string>();
    await this.#inSlices(this.#unchecked, async (path) => {
      if (changed.size < this.#maxChanged) await this.#checkPath(path);
      else postponed.add(path);
      this.#unchecked.delete(path);
    });
    this.#finish(postponed);
  }

  /** Reports changes. The rest of many is checked with the next ones. */
  #finish(postponed: ReadonlySet<string> = new Set()): void {
    this.#isWorking = false;
    if (this.#isDisposed) return;
    const { changed, revision } = this.#baseline;
    if (revision !== this.#reported) this.#options.changed(changed);
    this.#reported = revision;
    const changes = this.#baseline.takeNoticed();
    if (changes.length > 0) this.#inputs.live?.noticed({ changes, outOfDate: changed });
    if (this.#unchecked.size > 0) this.#schedule();
    for (const path of postponed) this.#unchecked.add(path);
  }

  async #checkPath(path: string): Promise<void> {
    this.#unchecked.delete(path);
    const state = await this.#options.contents.state(path);
    if (this.#isDisposed) return;
    if (this.has(path)) await this.#baseline.compare(path, state);
    if (state.kind === 'file') return;
    const files =
      state.kind === 'folder' ? await this.#folders.filesIn(path) : this.#folders.forget(path);
    // They are checked next, as far as not too many have changed.
    for (const file of files) if (file !== path) this.#unchecked.add(file);
  }

  /** Works on a few items at a time, and lets other work run in between. Items may be added during the work. */
  async #inSlices(items: Iterable<string>, work: (path: string) => Promise<void>): Promise<void> {
    let slice: Promise<void>[] = [];
    for (const item of items) {
      if (this.#isDisposed) return;
      slice.push(work(item));
      if (slice.length < width) continue;
      await Promise.all(slice);
      await turn();
      slice = [];
    }
    await Promise.all(slice);
  }

  /** Sessions run on if their inputs can't be followed. */
  async #guard(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.#cannotWatch(
        inputErrors.FolderNotWatched({ path: this.#inputs.base, reason: getMessage(error) }),
      );
    }
  }

  #cannotWatch(error: HumanError): void {
    if (this.#isUnwatched || this.#isDisposed) return;
    this.#isUnwatched = true;
    this.#options.unwatched(error);
  }
}
