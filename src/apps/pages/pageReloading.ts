import { onAbort } from '../../common/abort.ts';
import type { Disposable } from '../../common/disposable.ts';
import { getLocalizedMessage } from '../../common/humanError.ts';
import { localize } from '../../common/localization.ts';
import { getMessage } from '../../common/log.ts';
import type { ProjectFacts } from '../../dotnet/evaluate/projectFacts.ts';
import { getVersion } from '../../dotnet/evaluate/targetFramework.ts';
import { openedPath } from '../../dotnet/files/folderLink.ts';
import { type InputChanges, mergeChanges } from '../../sessions/inputs/liveInputs.ts';
import type { PageProxy } from '../../wasm/debugProxy/debugProxies.ts';
import type { HotReloadHandlers } from '../../wasm/debugProxy/relay/handlers/hotReload/hotReloadHandlers.ts';
import type {
  HotReloadDisplay,
  HotReloadStatus,
  ReloadedPage,
} from '../../wasm/hotReload/hotReloadPort.ts';
import { describeStatus } from '../../wasm/hotReload/outcomeText.ts';
import { runtimeVersion } from '../../wasm/hotReload/runtimeVersions.ts';
import type { ChangedApp } from './changedApp.ts';
import { decidesCompiler } from './changedFiles.ts';
import type { PageReloadingOptions } from './reloadOptions.ts';
import { openReload } from './reloadStart.ts';
import { asOpened } from './reloadStatus.ts';

/** Hot reload of a debugged page: its part in the relays, and what compiles and applies changes once the page is up. */
export class PageReloading implements ReloadedPage {
  readonly handlers: HotReloadHandlers;
  readonly #options: PageReloadingOptions;
  readonly #openReload: typeof openReload;
  readonly #watching: Disposable | undefined;
  #isBegun = false;
  #display: HotReloadDisplay | undefined;
  #app: ChangedApp | undefined;
  /** Why changes are not applied, once that is known. */
  #obstacle: string | undefined;
  /** The files that were saved before the page was up. */
  readonly #early = new Set<string>();
  /** The changes of which the app doesn't know. They wait for {@link begin} or {@link applyAll}. */
  #waiting: InputChanges | undefined;

  /** `open` opens what compiles and applies changes. */
  constructor(options: PageReloadingOptions, open: typeof openReload = openReload) {
    const { live, scope } = options.launch;
    this.#options = options;
    this.#openReload = open;
    this.handlers = options.handlers;
    this.#watching = live?.onNoticed((noticed) => this.#noticed(noticed));
    onAbort(scope.signal, () => this.#stopWatching());
  }

  /** Makes the documents of a client take changes. To be called before the page is loaded, which happens in any case. */
  async prepare(client: ProjectFacts | undefined): Promise<void> {
    const version = client && runtimeVersion(getVersion(client.targetFramework));
    if (version === undefined) return;
    const { log } = this.#options.launch.host;
    const expecting = this.handlers.page.expectVersion(version);
    await expecting.catch((error: unknown) => log.error(getMessage(error)));
  }

  /** Takes changes from the first call on. To be called when the page is up. */
  async begin(
    evaluated: Promise<ProjectFacts | undefined>,
    proxy: PageProxy | undefined,
  ): Promise<void> {
    if (this.#isBegun) return;
    this.#isBegun = true;
    const client = await evaluated;
    if (client === undefined || this.#options.launch.scope.signal.aborted) {
      return this.#stopWatching();
    }
    this.#obstacle = findObstacle(client, proxy, this.#options);
    if (this.#obstacle !== undefined) {
      if (this.#waiting !== undefined) await this.#tellObstacle(this.#obstacle);
      return;
    }
    await this.#showDisplay();
    this.#app = await this.#open(client);
    if (this.#app === undefined) return this.#stopWatching();
    this.#tell({ kind: 'ready' });
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
  async #open(client: ProjectFacts): Promise<ChangedApp | undefined> {
    const { build } = this.#options;
    if (build === undefined) return undefined;
    try {
      return await this.#openReload(client, {
        ...this.#options,
        build,
        page: this.handlers.page,
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
    const { launch, link } = this.#options;
    if (launch.scope.signal.aborted) return;
    this.#display?.show(asOpened(status, link));
    launch.events.note(`${describeStatus(status)}\n`);
  }
}

/** Why no change of a page's app can be applied; `undefined` if nothing is known. */
function findObstacle(
  { isBlazor, targetFramework }: ProjectFacts,
  proxy: PageProxy | undefined,
  { build, isRelayed }: Pick<PageReloadingOptions, 'build' | 'isRelayed'>,
): string | undefined {
  if (build === undefined) return localize('The session does not build and serve this app.');
  if (!isBlazor || runtimeVersion(getVersion(targetFramework)) === undefined) {
    return localize('Only Blazor apps for .NET 8 or later take changes.');
  }
  if (!isRelayed)
    return localize('It needs the setting {name}.', { name: 'ideSessionHost.debugRelay' });
  if (proxy?.kind !== 'own') return localize("The app's own debug proxy takes no changes.");
  return undefined;
}
