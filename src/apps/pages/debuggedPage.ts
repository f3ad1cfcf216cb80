import { onAbort } from '../../common/abort.ts';
import { type Clock, withTimeout } from '../../common/clock.ts';
import type { FolderLink } from '../../dotnet/files/folderLink.ts';
import type { ProjectFacts } from '../../dotnet/evaluate/projectFacts.ts';
import type { Dotnet } from '../../dotnet/sdk/sdk.ts';
import type { BrowserKind, DevToolsAddress } from '../../launch/launchPlan.ts';
import type { AppPage, ShownPage } from './appPage.ts';
import {
  openInstalledProxy,
  openProxy,
  type PageProxy,
  type PageProxyOptions,
} from '../../wasm/debugProxy/debugProxies.ts';
import type { HostedProject } from '../../wasm/debugProxy/debugHost.ts';
import type { PageLaunch } from '../launch.ts';
import { joinBrowser, openBrowser, type PageBrowser } from './pageBrowser.ts';
import type { AttachingDebugger, PageAttachment, PageDebugging } from '../../wasm/pageDebugger.ts';
import { pageFacts, type PageFactsOptions, watchUnbound } from '../../wasm/pageFacts.ts';
import { debuggerUri } from '../../wasm/debugProxy/pageRelay.ts';
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
type Ready =
  | ({ readonly kind: 'attached' } & Attached)
  /** The proxy needs the running app, or its restored packages. */
  | { readonly kind: 'waiting'; readonly browser: PageBrowser };

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

/** How long the start of .NET, and then the binding of breakpoints, are shown as pending, in milliseconds. */
const runtimeWait = 60_000;
const bindingWait = 10_000;

/** A page whose debugger is attached before it is loaded. */
export class DebuggedPage implements AppPage {
  readonly #options: DebuggedPageOptions;
  #ready: Promise<Ready> | undefined;
  #runtimeUp: () => void = () => undefined;
  #hasUnbound: () => boolean = () => false;

  constructor(options: DebuggedPageOptions) {
    this.#options = options;
  }

  async prepare(): Promise<void> {
    await (this.#ready ??= this.#prepare());
  }

  async show(url: string): Promise<ShownPage> {
    const { scope, host, phases } = this.#options.launch;
    const ready = await (this.#ready ??= this.#prepare());
    const { attachment, browser, proxy } =
      ready.kind === 'attached' ? ready : await this.#attachAt(url, ready.browser);
    const shown = { url, browser, proxy, attachment };
    const factsOptions = this.#factsOptions(await this.#options.page.evaluated);
    const watch = proxy && watchUnbound(shown, factsOptions);
    if (watch !== undefined) {
      await scope.hold(Promise.resolve(watch), async () => watch.dispose());
      this.#runtimeUp = () => watch.runtimeUp();
      this.#hasUnbound = () => unboundIn(attachment.breakpoints()).length > 0;
    }
    await phases.measure('load', () => browser.load(url));
    if (watch !== undefined) this.#await('runtime up', runtimeWait);
    const ended = getEnd(browser, attachment, host.clock);
    ended.catch(() => undefined);
    return {
      pid: browser.pid,
      ended,
      facts: () => pageFacts(shown, factsOptions),
    };
  }

  async #prepare(): Promise<Ready> {
    const { launch, page } = this.#options;
    const { browser: choice, client, served } = page;
    const { phases } = launch;
    this.#options.debugger.expect();
    const opening = phases.measure('browser', () =>
      choice.kind === 'new'
        ? openBrowser(choice.wanted, launch)
        : joinBrowser(choice.at, choice.url, client, launch),
    );
    if (client === undefined || served === 'by others') {
      return { kind: 'waiting', browser: await opening };
    }
    const starting = phases.measure('proxy', () =>
      openInstalledProxy(opening, { ...this.#proxyOptions(), client }),
    );
    const [browser, proxy] = await Promise.all([opening, starting]);
    if (proxy === undefined) return { kind: 'waiting', browser };
    return { kind: 'attached', browser, proxy, attachment: await this.#attach(browser, proxy) };
  }

  async #attachAt(url: string, browser: PageBrowser): Promise<Attached> {
    const { launch, page } = this.#options;
    const { client } = page;
    const options = this.#proxyOptions();
    const proxy =
      client &&
      (await launch.phases.measure('proxy', () => openProxy(url, browser, { ...options, client })));
    return { browser, proxy, attachment: await this.#attach(browser, proxy) };
  }

  async #attach(browser: PageBrowser, proxy: PageProxy | undefined): Promise<PageAttachment> {
    const { debugging, launch, page } = this.#options;
    const { events, scope, phases } = launch;
    const inspectUri = proxy && (await debuggerUri(proxy, page.link, { ...launch, debugging }));
    const attaching = this.#options.debugger.attach({
      title: page.title,
      browser: browser.kind,
      devTools: browser.devTools,
      urlFilter: browser.urlFilter,
      inspectUri,
      webRoot: page.webRoot,
      signal: scope.signal,
      reached: (phase) => {
        if (phase === 'runtime up') this.#runtimeUp();
        const isFirst = phases.reached(phase, phase === 'bound' ? 'runtime up' : 'load');
        if (isFirst && phase === 'runtime up' && this.#hasUnbound())
          this.#await('bound', bindingWait);
        if (isFirst && phase === 'bound') {
          events.note(`Time until breakpoints were bound: ${phases.describe()}\n`);
        }
      },
    });
    return phases.measure('attach', () => scope.holdDependent(attaching, (one) => one.detach()));
  }

  /** Shows a phase as pending until it is reached, for at most `milliseconds`. */
  #await(phase: Phase, milliseconds: number): void {
    const { scope, host, phases } = this.#options.launch;
    phases.begin(phase);
    const timer = host.clock.after(milliseconds, () => phases.giveUp(phase));
    onAbort(scope.signal, () => timer.dispose());
  }

  #proxyOptions(): Omit<PageProxyOptions, 'client'> {
    const { debugging, dotnet, launch } = this.#options;
    return { host: launch.host, scope: launch.scope, debugging, dotnet };
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
