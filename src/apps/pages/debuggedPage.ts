import { onAbort } from '../../common/abort.ts';
import { type Clock, withTimeout } from '../../common/clock.ts';
import { getMessage } from '../../common/log.ts';
import type { FolderLink } from '../../dotnet/files/folderLink.ts';
import type { ProjectFacts } from '../../dotnet/evaluate/projectFacts.ts';
import type { Dotnet } from '../../dotnet/sdk/sdk.ts';
import type { BrowserKind, BuildSettings, DevToolsAddress } from '../../launch/launchPlan.ts';
import type { AppPage, ShownPage } from './appPage.ts';
import {
  openInstalledProxy,
  openProxy,
  type PageProxy,
  type PageProxyOptions,
} from '../../wasm/debugProxy/debugProxies.ts';
import { HotReloadHandlers } from '../../wasm/debugProxy/relay/handlers/hotReload/hotReloadHandlers.ts';
import type { HostedProject } from '../../wasm/debugProxy/debugHost.ts';
import type { PageBrowser, PageLaunch } from '../launch.ts';
import { joinBrowser } from './joinedBrowser.ts';
import { openBrowser } from './pageBrowser.ts';
import type { AttachingDebugger, PageAttachment, PageDebugging } from '../../wasm/pageDebugger.ts';
import { gatherPageFacts, type PageFactsOptions, watchUnbound } from '../../wasm/pageFacts.ts';
import { type PageConnection, PageConnector } from './pageConnection.ts';
import { PageReloading } from './pageReloading.ts';
import { planBrowser } from '../../browser/program/browserSettings.ts';
import type { Phase } from '../phases.ts';
import { unboundIn } from '../../wasm/unboundWatch.ts';

/** How to debug a page. */
export interface PageToDebug {
  readonly title: string;
  /** The browser to start, or the running one to attach to. */
  readonly browser:
    | { readonly kind: 'new'; readonly wanted: BrowserKind | undefined }
    | { readonly kind: 'running'; readonly at: DevToolsAddress; readonly url: string };
  /** Whether the launch serves the page, so that a proxy can start during the build. */
  readonly served: 'by us' | 'by others';
  /** The settings of the client's build; absent if its changes are not to be compiled. */
  readonly build?: BuildSettings;
  /** The address at which others serve a client whose changes are to be compiled. */
  readonly servedAt?: string;
  /** The client to debug; without one, only JavaScript is debugged. */
  readonly client: HostedProject | undefined;
  /** The evaluated client. Resolves before the page is shown. */
  readonly evaluated: Promise<ProjectFacts | undefined>;
  /** The symbolic link through which the client's sources were opened. */
  readonly link: FolderLink | undefined;
  /** The folder that the root URL maps to, as the user opened it. */
  readonly webRoot: string | undefined;
}

export interface DebuggedPageOptions {
  readonly page: PageToDebug;
  readonly launch: PageLaunch;
  readonly debugging: PageDebugging;
  readonly debugger: AttachingDebugger;
  readonly dotnet: Dotnet;
}

/** A browser with its debugger. */
interface Attached {
  readonly browser: PageBrowser;
  readonly proxy: PageProxy | undefined;
  readonly attachment: PageAttachment;
}

/** What {@link DebuggedPage.prepare} has opened. */
type Ready = ({ readonly kind: 'attached' } & Attached) | Waiting;

/** The proxy needs the running app, or its restored packages. */
interface Waiting {
  readonly kind: 'waiting';
  readonly browser: PageBrowser;
  /** The debugger of a new browser, which waits for the proxy too. */
  readonly connection?: PageConnection | undefined;
}

/** How long a browser may take to end after its debugger, if its own end is the cause, in milliseconds. */
const endTogether = 1_000;

/** Settles when the browser or its debugger has ended. The debugger may end because the browser has. */
async function getEnd(
  browser: PageBrowser,
  attachment: PageAttachment,
  clock: Clock,
): Promise<number | undefined> {
  await Promise.race([browser.ended, attachment.ended]);
  return withTimeout(clock, endTogether, browser.ended, undefined);
}

/** Creates the hot reload of a page; `undefined` unless the user wants it for a client. */
function createReloading({
  debugging,
  dotnet,
  launch,
  page: { build, client, link, servedAt },
}: DebuggedPageOptions): PageReloading | undefined {
  const { hotReload: user } = debugging;
  if (user === undefined || client === undefined) return undefined;
  const { debugRelay: isRelayed } = debugging.csharpSettings();
  const handlers = launch.loaded?.hotReload ?? new HotReloadHandlers(launch.host.clock);
  return new PageReloading({ user, isRelayed, build, servedAt, handlers, link, dotnet, launch });
}

/** How long the start of .NET, and then the binding of breakpoints, are shown as pending, in milliseconds. */
const runtimeWait = 60_000;
const bindingWait = 10_000;

/** A page whose debugger is attached before it is loaded. */
export class DebuggedPage implements AppPage {
  readonly #options: DebuggedPageOptions;
  readonly #connector: PageConnector;
  /** Absent unless the user wants hot reload. */
  readonly #reloading: PageReloading | undefined;
  /** The phases that the debugger has told. */
  readonly #told = new Set<Phase>();
  #ready: Promise<Ready> | undefined;
  #proxy: PageProxy | undefined;
  #runtimeUp: () => void = () => undefined;
  #hasUnbound: () => boolean = () => false;

  constructor(options: DebuggedPageOptions) {
    this.#options = options;
    this.#reloading = createReloading(options);
    this.#connector = new PageConnector({ ...options, hotReload: this.#reloadHandlers }, (phase) =>
      this.#reachedPhase(phase),
    );
  }

  async prepare(): Promise<void> {
    await (this.#ready ??= this.#prepare());
  }

  async show(url: string): Promise<ShownPage> {
    const { scope, host, phases } = this.#options.launch;
    const ready = await (this.#ready ??= this.#prepare());
    const { attachment, browser, proxy } =
      ready.kind === 'attached' ? ready : await this.#attachAt(url, ready);
    this.#proxy = proxy;
    const shown = { url, browser, proxy, attachment };
    const client = await this.#options.page.evaluated;
    await this.#reloading?.prepare(client);
    const factsOptions = this.#factsOptions(client);
    const watch = proxy && watchUnbound(shown, factsOptions);
    if (watch !== undefined) {
      await scope.hold(Promise.resolve(watch), async () => watch.dispose());
      this.#runtimeUp = () => watch.runtimeUp();
      this.#hasUnbound = () => unboundIn(attachment.breakpoints()).length > 0;
    }
    await phases.measure('load', () => browser.load(url, this.#options.launch));
    if (watch !== undefined) this.#await('runtime up', runtimeWait);
    // The debugger of a page that was loaded before may have no more to tell.
    const isLoaded = this.#options.launch.loaded !== undefined || browser.staysLoaded === true;
    if (isLoaded) for (const phase of this.#told) this.#reachedPhase(phase);
    const ended = getEnd(browser, attachment, host.clock);
    ended.catch(() => undefined);
    return {
      pid: browser.pid,
      ended,
      facts: () => gatherPageFacts(shown, factsOptions),
    };
  }

  async #prepare(): Promise<Ready> {
    const { debugger: pageDebugger, launch, page } = this.#options;
    const { client, served } = page;
    pageDebugger.expect();
    const { kind, opening } = await this.#open();
    if (client === undefined || served === 'by others') {
      return { kind: 'waiting', browser: await opening };
    }
    const starting = launch.loaded
      ? Promise.resolve(launch.loaded.proxy)
      : launch.phases.measure('proxy', () =>
          openInstalledProxy(opening, { ...this.#proxyOptions(), client }),
        );
    const connecting = kind && this.#connector.connect(kind);
    const joining = Promise.all([starting, connecting]).then(([proxy, connection]) => ({
      proxy,
      connection,
      // The proxy prepares for its debugger while the browser is still starting.
      attaching: proxy && connection?.to(proxy),
    }));
    const [browser, { proxy, connection, attaching }] = await Promise.all([opening, joining]);
    if (proxy === undefined) return { kind: 'waiting', browser, connection };
    const attachment = await (attaching ?? this.#connector.attach(browser, proxy));
    return { kind: 'attached', browser, proxy, attachment };
  }

  /** Starts to open the browser, whose kind is known if it is a new one. */
  async #open(): Promise<{ kind?: BrowserKind; opening: Promise<PageBrowser> }> {
    const { launch, page } = this.#options;
    const { browser: choice } = page;
    const { host, opening: wishes, phases, loaded } = launch;
    if (choice.kind === 'running') {
      const joining = async (): Promise<PageBrowser> =>
        joinBrowser(choice.at, choice.url, await page.evaluated, launch);
      return { opening: phases.measure('browser', joining) };
    }
    if (loaded !== undefined) {
      const { browser } = loaded;
      return { kind: browser.kind, opening: Promise.resolve(browser) };
    }
    const settings = wishes.browserSettings();
    const plan = await planBrowser(choice.wanted, settings, host.launchContext);
    const opening = phases.measure('browser', () => openBrowser(plan, launch));
    return { kind: plan.browser.kind, opening };
  }

  async #attachAt(url: string, { browser, connection }: Waiting): Promise<Attached> {
    const { launch, page } = this.#options;
    const { client } = page;
    const options = this.#proxyOptions();
    const proxy =
      client &&
      (await launch.phases.measure('proxy', () => openProxy(url, browser, { ...options, client })));
    return { browser, proxy, attachment: await this.#attach(browser, proxy, connection) };
  }

  #attach(
    browser: PageBrowser,
    proxy: PageProxy | undefined,
    connection: PageConnection | undefined,
  ): Promise<PageAttachment> {
    return connection !== undefined && proxy !== undefined
      ? connection.to(proxy)
      : this.#connector.attach(browser, proxy);
  }

  #beginReload(): void {
    const { launch, page } = this.#options;
    const begin = this.#reloading?.begin(page.evaluated, this.#proxy);
    begin?.catch((error: unknown) => launch.host.log.error(getMessage(error)));
  }

  #reachedPhase(phase: Phase): void {
    const { events, phases } = this.#options.launch;
    this.#told.add(phase);
    if (phase === 'runtime up') this.#runtimeUp();
    const isFirst = phases.reached(phase, phase === 'bound' ? 'runtime up' : 'load');
    if (isFirst && phase === 'runtime up') this.#onRuntimeUp();
    if (isFirst && phase === 'bound') {
      events.note(`Time until breakpoints were bound: ${phases.describe()}\n`);
      this.#beginReload();
    }
  }

  /** The compiler of changes takes no time from the binding of breakpoints. */
  #onRuntimeUp(): void {
    if (!this.#hasUnbound()) return this.#beginReload();
    this.#await('bound', bindingWait);
    if (this.#reloading === undefined) return;
    const { scope, host } = this.#options.launch;
    const timer = host.clock.after(bindingWait, () => this.#beginReload());
    onAbort(scope.signal, () => timer.dispose());
  }

  /** Shows a phase as pending until it is reached, for at most `milliseconds`. */
  #await(phase: Phase, milliseconds: number): void {
    const { scope, host, phases } = this.#options.launch;
    phases.begin(phase);
    const timer = host.clock.after(milliseconds, () => phases.giveUp(phase));
    onAbort(scope.signal, () => timer.dispose());
  }

  /** Absent for pages without changes, whose relays are as without hot reload. */
  get #reloadHandlers(): HotReloadHandlers | undefined {
    return this.#options.page.build && this.#reloading?.handlers;
  }

  #proxyOptions(): Omit<PageProxyOptions, 'client'> {
    const { debugging, dotnet, launch } = this.#options;
    const { spareProxies } = debugging;
    const hotReload = this.#reloadHandlers;
    const { host, scope } = launch;
    return { host, scope, debugging, dotnet, hotReload, spareProxies };
  }

  /** Unbound breakpoints end the wait for binding. */
  #factsOptions(client: ProjectFacts | undefined): PageFactsOptions {
    const { debugging, launch, page } = this.#options;
    const { scope, host, phases } = launch;
    const { arrived, csharpSettings, unbound } = debugging;
    return {
      title: page.title,
      link: page.link,
      client,
      clock: host.clock,
      scope,
      csharpSettings,
      arrived,
      unbound: (title, breakpoints) => {
        phases.giveUp('bound');
        unbound(title, breakpoints);
      },
    };
  }
}
