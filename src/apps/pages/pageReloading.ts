import { getLocalizedMessage } from '../../common/humanError.ts';
import { localize } from '../../common/localization.ts';
import type { ProjectFacts } from '../../dotnet/evaluate/projectFacts.ts';
import { getVersion } from '../../dotnet/evaluate/targetFramework.ts';
import { openedPath } from '../../dotnet/files/folderLink.ts';
import type { PageProxy } from '../../wasm/debugProxy/debugProxies.ts';
import { HotReloadHandlers } from '../../wasm/debugProxy/relay/handlers/hotReload/hotReloadHandlers.ts';
import type {
  HotReloadDisplay,
  HotReloadStatus,
  ReloadedPage,
} from '../../wasm/hotReload/hotReloadPort.ts';
import { describeStatus } from '../../wasm/hotReload/outcomeText.ts';
import {
  isCompiled,
  type PageReloadingOptions,
  restartFor,
  startReload,
  type StartedReload,
} from './reloadStart.ts';

/** The first version of .NET whose pages take updates in this way. */
const firstVersion = 10;

/** Hot reload of a debugged page: its part in the relays, and what compiles and applies changes once the page is up. */
export class PageReloading implements ReloadedPage {
  readonly handlers: HotReloadHandlers;
  readonly #options: PageReloadingOptions;
  #isBegun = false;
  #client: ProjectFacts | undefined;
  #display: HotReloadDisplay | undefined;
  #started: StartedReload | undefined;
  /** The files that were saved while hot reload was starting. */
  readonly #early = new Set<string>();
  /** A file that was saved and takes effect only by a restart. */
  #unknown: string | undefined;

  constructor(options: PageReloadingOptions) {
    this.#options = options;
    this.handlers = new HotReloadHandlers(options.launch.host.clock);
  }

  /** Starts what compiles changes, on the first call. To be called when the page is up. */
  async begin(
    evaluated: Promise<ProjectFacts | undefined>,
    proxy: PageProxy | undefined,
  ): Promise<void> {
    if (this.#isBegun) return;
    this.#isBegun = true;
    const { scope } = this.#options.launch;
    const client = await evaluated;
    if (client === undefined || scope.signal.aborted) return;
    this.#client = client;
    this.#display = this.#options.user.open(this);
    const display = this.#display;
    await scope.hold(Promise.resolve(display), async () => display.dispose());
    const reason = findObstacle(client, proxy, this.#options.isRelayed);
    if (reason !== undefined) return this.#tell({ kind: 'unavailable', reason });
    display.show({ kind: 'starting' });
    try {
      const tell = (status: HotReloadStatus): void => this.#tell(status);
      const { page } = this.handlers;
      this.#started = await startReload(client, { ...this.#options, page, tell });
    } catch (error) {
      return this.#tell({ kind: 'unavailable', reason: getLocalizedMessage(error) });
    }
    if (this.#started === undefined) return;
    this.#tell({ kind: 'ready' });
    this.saved([...this.#early]);
  }

  saved(paths: readonly string[]): void {
    const { link } = this.#options;
    const back = link && { opened: link.real, real: link.opened };
    const files = paths.map((path) => openedPath(path, back));
    if (this.#started === undefined) {
      for (const file of files) this.#early.add(file);
      return;
    }
    const unknown = files.find((file) => this.#needsRestart(file));
    if (unknown !== undefined) {
      this.#unknown = unknown;
      this.#tell(restartFor(unknown));
    }
    this.#started.reload.saved(files);
  }

  applyAll(): void {
    this.#started?.reload.saved(this.#started.texts.paths);
  }

  /** Whether the page can't take changes of a file that the app is compiled from. */
  #needsRestart(file: string): boolean {
    if (this.#client === undefined || this.#started?.texts.has(file) === true) return false;
    return isCompiled(this.#client, file);
  }

  #tell(status: HotReloadStatus): void {
    if (this.#options.launch.scope.signal.aborted) return;
    const { events } = this.#options.launch;
    const isDone = status.kind === 'applied' || status.kind === 'no change';
    const shown = isDone && this.#unknown !== undefined ? restartFor(this.#unknown) : status;
    this.#display?.show(this.#asOpened(shown));
    events.note(`${describeStatus(shown)}\n`);
  }

  /** Names files as the user opened them. */
  #asOpened(status: HotReloadStatus): HotReloadStatus {
    const { link } = this.#options;
    if (status.kind !== 'errors' && status.kind !== 'restart') return status;
    const diagnostics = status.diagnostics.map((one) => ({
      ...one,
      ...(one.place && { place: { ...one.place, path: openedPath(one.place.path, link) } }),
    }));
    return { ...status, diagnostics };
  }
}

/** Why no change of a page's app can be applied; `undefined` if nothing is known. */
function findObstacle(
  { isBlazor, targetFramework }: ProjectFacts,
  proxy: PageProxy | undefined,
  isRelayed: boolean,
): string | undefined {
  if (!isBlazor || getVersion(targetFramework) < firstVersion) {
    return localize('Only Blazor apps for .NET 10 or later take changes.');
  }
  if (!isRelayed)
    return localize('It needs the setting {name}.', { name: 'ideSessionHost.debugRelay' });
  if (proxy?.kind !== 'own') return localize("The app's own debug proxy takes no changes.");
  return undefined;
}
