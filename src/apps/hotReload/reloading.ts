import { onAbort } from '../../common/abort.ts';
import type { Disposable } from '../../common/disposable.ts';
import { getLocalizedMessage } from '../../common/humanError.ts';
import { type FolderLink, openedPath } from '../../dotnet/files/folderLink.ts';
import { type InputChanges, mergeChanges } from '../../sessions/inputs/liveInputs.ts';
import type {
  HotReloadDisplay,
  HotReloadStatus,
  HotReloadUser,
  ReloadedApp,
} from '../../wasm/hotReload/hotReloadPort.ts';
import { describeStatus } from '../../wasm/hotReload/outcomeText.ts';
import type { PageLaunch } from '../launch.ts';
import type { ChangedApp } from './changedApp.ts';
import { decidesCompiler } from './changedFiles.ts';
import { asOpened, toReloadStep } from './reloadStatus.ts';

export interface ReloadingOptions {
  readonly user: HotReloadUser;
  /** The link through which the user opened the app. */
  readonly link: FolderLink | undefined;
  readonly launch: Pick<PageLaunch, 'events' | 'live' | 'scope'>;
}

/** Hears what comes of changes. */
export interface ReloadListener {
  readonly told: (status: HotReloadStatus) => void;
  /** Called with files of which the app has the present contents. */
  readonly taken: (files: readonly string[]) => void;
}

/** How the changes of an app are applied. */
export type ReloadWay =
  | {
      readonly kind: 'open';
      /** Whether a message of the session says that changes are taken, or only what shows hot reload. */
      readonly readiness: 'logged' | 'shown';
      readonly open: (listener: ReloadListener) => Promise<ChangedApp>;
    }
  /** Not at all, of which the user is told at the first change. */
  | { readonly kind: 'none'; readonly reason: string };

/** Hot reload of one launch of an app: collects changes until the app takes them, and shows what comes of them. */
export class Reloading implements ReloadedApp {
  readonly #options: ReloadingOptions;
  readonly #watching: Disposable | undefined;
  #isBegun = false;
  #display: HotReloadDisplay | undefined;
  #app: ChangedApp | undefined;
  /** Why changes are not applied, once that is known. */
  #obstacle: string | undefined;
  /** The files that were saved before the app was up. */
  readonly #early = new Set<string>();
  /** The changes of which the app doesn't know. They wait for {@link begin} or {@link applyAll}. */
  #waiting: InputChanges | undefined;

  constructor(options: ReloadingOptions) {
    const { live, scope } = options.launch;
    this.#options = options;
    this.#watching = live?.onNoticed((noticed) => this.#noticed(noticed));
    onAbort(scope.signal, () => this.#stopWatching());
  }

  /** Takes changes from the first call on, unless `finding` finds no way. To be called when the app is up. */
  async begin(finding: Promise<ReloadWay | undefined>): Promise<void> {
    if (this.#isBegun) return;
    this.#isBegun = true;
    const way = await finding;
    if (way === undefined || this.#options.launch.scope.signal.aborted) return this.#stopWatching();
    if (way.kind === 'none') {
      this.#obstacle = way.reason;
      if (this.#waiting !== undefined) await this.#tellObstacle(way.reason);
      return;
    }
    await this.#showDisplay();
    this.#app = await this.#open(way);
    if (this.#app === undefined) return this.#stopWatching();
    if (way.readiness === 'logged') this.#tell({ kind: 'ready' });
    else this.#show({ kind: 'ready' });
    this.#app.savedEarly([...this.#early].map((path) => this.#realPath(path)));
    if (this.#options.user.isAutomatic()) await this.#takeWaiting();
  }

  edited(path: string): void {
    // A compiler that starts from changed projects would not have what runs.
    if ([...(this.#waiting?.outOfDate ?? [])].some(decidesCompiler)) return;
    this.#app?.edited(this.#realPath(path));
  }

  saved(paths: readonly string[]): void {
    if (this.#app === undefined) for (const path of paths) this.#early.add(path);
    else void this.#app.saved(paths.map((path) => this.#realPath(path)));
  }

  applyAll(): void {
    if (this.#app === undefined) return;
    this.#app.applyAll(this.#waiting);
    this.#waiting = undefined;
  }

  /** Returns what takes changes; `undefined` if nothing does, which is told. */
  async #open(way: ReloadWay & { readonly kind: 'open' }): Promise<ChangedApp | undefined> {
    try {
      return await way.open({
        told: (status) => this.#tell(status),
        taken: (files) => this.#taken(files),
      });
    } catch (error) {
      this.#tell({ kind: 'unavailable', reason: getLocalizedMessage(error) });
      return undefined;
    }
  }

  async #showDisplay(): Promise<void> {
    const { launch, user } = this.#options;
    const display = user.open(this);
    this.#display = display;
    await launch.scope.hold(Promise.resolve(display), async () => display.dispose());
  }

  /** Tells why a change is not applied. A user who changes nothing need not know. */
  async #tellObstacle(reason: string): Promise<void> {
    this.#stopWatching();
    await this.#showDisplay();
    this.#tell({ kind: 'unavailable', reason });
  }

  /** Nothing takes changes any more. */
  #stopWatching(): void {
    this.#watching?.dispose();
    this.#waiting = undefined;
  }

  #noticed({ changes, outOfDate }: InputChanges): void {
    const real = changes.map((change) => ({ ...change, path: this.#realPath(change.path) }));
    this.#waiting = {
      changes: mergeChanges(this.#waiting?.changes ?? [], real),
      outOfDate: new Set([...outOfDate].map((path) => this.#realPath(path))),
    };
    if (this.#obstacle !== undefined) {
      // The launch may end with the change.
      this.#tellObstacle(this.#obstacle).catch(() => undefined);
    } else if (this.#options.user.isAutomatic()) {
      void this.#takeWaiting();
    }
  }

  async #takeWaiting(): Promise<void> {
    const waiting = this.#waiting;
    if (this.#app === undefined || waiting === undefined) return;
    this.#waiting = undefined;
    await this.#app.noticed(waiting);
  }

  #taken(files: readonly string[]): void {
    const { launch, link } = this.#options;
    launch.live?.taken(files.map((file) => openedPath(file, link)));
  }

  /** As the compiler knows a file that the user may have opened through a link. */
  #realPath(path: string): string {
    const { link } = this.#options;
    return openedPath(path, link && { opened: link.real, real: link.opened });
  }

  #tell(status: HotReloadStatus): void {
    const { events, scope } = this.#options.launch;
    this.#show(status);
    if (!scope.signal.aborted) events.note(`${describeStatus(status)}\n`);
  }

  #show(status: HotReloadStatus): void {
    const { launch, link } = this.#options;
    if (launch.scope.signal.aborted) return;
    launch.events.explain?.(toReloadStep(status));
    this.#display?.show(asOpened(status, link));
  }
}
