import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import type { SessionCondition } from '../../protocol/ideSession.ts';
import { FileContents } from './fileContents.ts';
import { FolderWatches } from './folderWatches.ts';
import { toCondition } from './outOfDate.ts';
import type { RunInputs } from './runInputs.ts';
import { WatchedInputs } from './watchedInputs.ts';
import type { WatchFolder } from './watchFolder.ts';

/** How many folders are watched for all sessions. Linux allows 8192 for each user at least. */
const maxFolders = 4_096;
/** How many files in the folders of one session are inputs. */
const maxFiles = 20_000;
/** Of how many files the contents are remembered. */
const maxContents = 50_000;

export interface InputTrackerOptions {
  readonly clock: Clock;
  readonly watchFolder: WatchFolder;
  /** Called when a session is out of date, when it isn't any more, and when other files have changed. */
  readonly changed: (name: string, condition: SessionCondition | undefined) => void;
  /** Called with a message for the developer if not all changes can be noticed. */
  readonly unwatched: (name: string, message: string) => void;
}

/** Notices which sessions are out of date: those whose inputs have changed since their program was launched. */
export class InputTracker implements Disposable {
  readonly #options: InputTrackerOptions;
  readonly #watches: FolderWatches;
  readonly #contents: FileContents;
  readonly #tracked = new Map<string, WatchedInputs>();

  constructor(options: InputTrackerOptions) {
    this.#options = options;
    const { clock, watchFolder } = options;
    this.#watches = new FolderWatches({ clock, watchFolder, maxFolders });
    this.#contents = new FileContents(clock, maxContents);
  }

  /** Tracks the inputs of a session's present launch, instead of those of the former one. */
  track(name: string, inputs: RunInputs): void {
    const { changed, clock, unwatched } = this.#options;
    this.forget(name);
    let since: Date | undefined;
    const watched = new WatchedInputs(inputs, {
      clock,
      watches: this.#watches,
      contents: this.#contents,
      maxFiles,
      changed(paths) {
        if (inputs.marks === 'unmarked') return;
        since = paths.size === 0 ? undefined : (since ?? clock.now());
        changed(name, since && toCondition(inputs.base, paths, since));
      },
      unwatched: (error) => unwatched(name, error.message),
    });
    this.#tracked.set(name, watched);
  }

  /** Whether a file is an input of a session's present launch; `undefined` if its inputs are unknown. */
  isInput(name: string, path: string): boolean | undefined {
    return this.#tracked.get(name)?.has(path);
  }

  /** Ends the tracking of a session's inputs. */
  forget(name: string): void {
    this.#tracked.get(name)?.dispose();
    this.#tracked.delete(name);
  }

  dispose(): void {
    for (const watched of this.#tracked.values()) watched.dispose();
    this.#tracked.clear();
  }
}
