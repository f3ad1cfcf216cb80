import { localize } from '../../common/localization.ts';
import { getMessage } from '../../common/log.ts';
import type { ProjectFacts } from '../../dotnet/evaluate/projectFacts.ts';
import { getVersion } from '../../dotnet/evaluate/targetFramework.ts';
import type { BuildSettings } from '../../launch/launchPlan.ts';
import type { PageProxy } from '../../wasm/debugProxy/debugProxies.ts';
import type { HotReloadHandlers } from '../../wasm/debugProxy/relay/handlers/hotReload/hotReloadHandlers.ts';
import { runtimeVersion } from '../../wasm/hotReload/runtimeVersions.ts';
import { UpdateJournal } from '../../wasm/hotReload/updateJournal.ts';
import type { ReloadOptions } from '../hotReload/reloadOptions.ts';
import { OthersPage } from '../hotReload/othersPage.ts';
import { Reloading, type ReloadWay } from '../hotReload/reloading.ts';
import { openReload } from '../hotReload/reloadStart.ts';
import { findServedBuild } from '../hotReload/servedBuild.ts';
import { UpdatedDocuments } from '../hotReload/updatedDocuments.ts';

/** Dependencies of hot reload in a page. */
export interface PageReloadingOptions extends ReloadOptions {
  /** Whether the debugger is connected through relays. */
  readonly isRelayed: boolean;
  /** The settings with which the client is built; absent if its changes are not to be compiled. */
  readonly build: BuildSettings | undefined;
  /** The address at which others serve the client; absent if the launch builds and serves it. */
  readonly servedAt?: string | undefined;
  /** Its part in the relays. */
  readonly handlers: HotReloadHandlers;
}

/** Hot reload of a debugged page: its part in the relays, and what compiles and applies changes once the page is up. */
export class PageReloading {
  readonly handlers: HotReloadHandlers;
  readonly app: Reloading;
  readonly #options: PageReloadingOptions;
  readonly #openReload: typeof openReload;

  /** `open` opens what compiles and applies changes. */
  constructor(options: PageReloadingOptions, open: typeof openReload = openReload) {
    this.#options = options;
    this.#openReload = open;
    this.handlers = options.handlers;
    this.app = new Reloading(options);
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
    await this.app.begin(evaluated.then((client) => client && this.#findWay(client, proxy)));
  }

  async #findWay(client: ProjectFacts, proxy: PageProxy | undefined): Promise<ReloadWay> {
    const { build, servedAt } = this.#options;
    const obstacle = findObstacle(client, proxy, this.#options);
    const version = runtimeVersion(getVersion(client.targetFramework));
    if (build === undefined || version === undefined || obstacle !== undefined) {
      return { kind: 'none', reason: obstacle ?? '' };
    }
    const { clock } = this.#options.launch.host;
    const isSameBuild =
      servedAt === undefined ? undefined : await findServedBuild(client, servedAt, clock);
    if (servedAt !== undefined && isSameBuild === undefined) {
      const values = { project: client.name };
      const reason = localize('The page does not run the build of {project} on the disk.', values);
      return { kind: 'none', reason };
    }
    const { page: assets } = this.handlers;
    const options = { ...this.#options, build, assets };
    const createJournal = (symbols: ReadonlyMap<string, Buffer>): UpdateJournal =>
      new UpdateJournal(symbols);
    return {
      kind: 'open',
      // What a controller is told stays the same while nothing is changed.
      readiness: servedAt === undefined ? 'logged' : 'shown',
      open: (heard) => {
        const others = isSameBuild && new OthersPage(assets, isSameBuild, heard);
        const page = new UpdatedDocuments(others ?? assets, version, others?.listener ?? heard);
        return this.#openReload(client, { ...options, ...page.listener, page, createJournal });
      },
    };
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
