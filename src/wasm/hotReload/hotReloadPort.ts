import type { Disposable } from '../../common/disposable.ts';
import type { WorkQueue } from '../../common/workQueue.ts';
import type { SourceDiagnostic } from '../../dotnet/hotReload/compilerMessages.ts';
import type { Outcome } from './hotReloadTable.ts';

/** Hot reload of one running app, for those who see files being changed and saved. */
export interface ReloadedApp {
  /** The user changes a file without having saved it. */
  edited(path: string): void;
  /** Files were saved. */
  saved(paths: readonly string[]): void;
  /** Applies the changes of all sources. */
  applyAll(): void;
}

/** What a user is told about hot reload of an app. */
export type HotReloadStatus =
  | Outcome
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready' }
  /** Except those of code that runs only once, such as the entry point, until it runs again. */
  | {
      readonly kind: 'applied partly';
      readonly milliseconds: number;
      readonly until: 'restarted' | 'reloaded' | 'rebuilt';
    }
  /** Others have to build the app before a restart runs the changes. */
  | { readonly kind: 'rebuild'; readonly diagnostics: readonly SourceDiagnostic[] }
  /** A changed file is used when the page is loaded again. */
  | { readonly kind: 'reload'; readonly file: string }
  /** No change of this run can be applied. */
  | { readonly kind: 'unavailable'; readonly reason: string };

/** Shows hot reload of one app, and tells it which files are saved. */
export interface HotReloadDisplay extends Disposable {
  show(status: HotReloadStatus): void;
}

/** The port to hot reload's user. */
export interface HotReloadUser {
  /** The folder with the sources of the program that compiles updates. */
  readonly program: string;
  /**
   * Starts the compilers of all sessions, one after the other: a change of a shared file concerns many, and each start
   * takes a processor for about ten seconds.
   */
  readonly starts: WorkQueue;
  /** Set if nothing is displayed. A message of the session says when changes are taken, then. */
  readonly isHeadless?: boolean;
  /** Whether changes are applied without being asked for. */
  isAutomatic(): boolean;
  /** Called when an app is up. The result is disposed of with the launch. */
  open(app: ReloadedApp): HotReloadDisplay;
}
