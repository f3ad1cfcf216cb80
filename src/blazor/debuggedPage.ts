import { type Clock, within } from '../common/clock.ts';
import type { ProjectFacts } from '../dotnet/projectFacts.ts';
import type { BrowserKind, DevToolsAddress } from '../launch/launchPlan.ts';
import type { AppPage, ShownPage } from './appPage.ts';
import { openProxy, openProxyEarly, type PageProxy } from './debugProxies.ts';
import type { Held } from './held.ts';
import { readPageAnswer } from './pageAnswer.ts';
import { joinBrowser, openBrowser, type PageBrowser } from './pageBrowser.ts';
import type { AttachingDebugger, PageAttachment } from './pageDebugger.ts';
import type { Phases } from './phases.ts';
import { UnboundWatch } from './unboundWatch.ts';
import type { AppEvents, LaunchParts } from './launch.ts';

export interface DebuggedPageParts extends LaunchParts {
  readonly title: string;
  /** The browser to open, or the one that runs already with what it shows. */
  readonly browser:
    | { readonly kind: 'new'; readonly wanted: BrowserKind | undefined }
    | { readonly kind: 'running'; readonly at: DevToolsAddress; readonly url: string };
  /** By the launch itself, whose build leaves time to start a proxy, or by somebody else. */
  readonly served: 'by us' | 'by others';
  /** The client whose C# is debugged; without one only JavaScript is. */
  readonly client: ProjectFacts | undefined;
  /** The folder that the server's root shows. */
  readonly webRoot: string | undefined;
  readonly events: AppEvents;
  readonly held: Held;
  readonly phases: Phases;
  readonly debugger: AttachingDebugger;
}

/** A browser with what debugs it. */
interface Attached {
  readonly browser: PageBrowser;
  readonly proxy: PageProxy | undefined;
  readonly attachment: PageAttachment;
}

/** What was opened before there was anything to show. */
type Ready =
  | ({ readonly kind: 'attached' } & Attached)
  /** The proxy has to wait for the app, or for its packages. */
  | { readonly kind: 'waiting'; readonly browser: PageBrowser };

/** How long a browser may take to end after its debugger has, if it was that which ended both, in milliseconds. */
const endTogether = 1_000;

/** Settles with the browser or its debugger; a debugger that ends by itself may have lost its browser. */
async function endOf(
  browser: PageBrowser,
  attachment: PageAttachment,
  clock: Clock,
): Promise<number | undefined> {
  await Promise.race([browser.ended, attachment.ended]);
  return within(clock, endTogether, browser.ended, undefined);
}

/** A page to which a debugger is attached before anything is loaded. */
export class DebuggedPage implements AppPage {
  readonly #parts: DebuggedPageParts;
  #ready: Promise<Ready> | undefined;
  #runtimeUp: () => void = () => undefined;

  constructor(parts: DebuggedPageParts) {
    this.#parts = parts;
  }

  async prepare(): Promise<void> {
    await (this.#ready ??= this.#prepare());
  }

  async show(url: string): Promise<ShownPage> {
    const { held, phases } = this.#parts;
    const ready = await (this.#ready ??= this.#prepare());
    const { attachment, browser, proxy } =
      ready.kind === 'attached' ? ready : await this.#attachAt(url, ready.browser);
    const watch = proxy && this.#watchUnbound(browser, attachment);
    if (watch !== undefined) await held.hold(Promise.resolve(watch), async () => watch.dispose());
    await phases.measure('load', () => browser.load(url));
    const ended = endOf(browser, attachment, this.#parts.clock);
    ended.catch(() => undefined);
    return {
      pid: browser.pid,
      ended,
      facts: async () => ({
        url,
        proxy: proxy && { ...proxy, reachable: proxy.isReachable() },
        isAttached: true,
        browser: { kind: browser.kind, reachable: true },
        page: await readPageAnswer(browser.page),
        breakpoints: attachment.breakpoints(),
      }),
    };
  }

  async #prepare(): Promise<Ready> {
    const { browser: choice, client, phases, served } = this.#parts;
    const browser = await phases.measure('browser', () =>
      choice.kind === 'new'
        ? openBrowser(choice.wanted, this.#parts)
        : joinBrowser(choice.at, choice.url, this.#parts),
    );
    if (client === undefined || served === 'by others') return { kind: 'waiting', browser };
    const proxy = await phases.measure('proxy', () =>
      openProxyEarly(browser, { ...this.#parts, client }),
    );
    if (proxy === undefined) return { kind: 'waiting', browser };
    return { kind: 'attached', browser, proxy, attachment: await this.#attach(browser, proxy) };
  }

  async #attachAt(url: string, browser: PageBrowser): Promise<Attached> {
    const { client, phases } = this.#parts;
    const proxy =
      client &&
      (await phases.measure('proxy', () => openProxy(url, browser, { ...this.#parts, client })));
    return { browser, proxy, attachment: await this.#attach(browser, proxy) };
  }

  #attach(browser: PageBrowser, proxy: PageProxy | undefined): Promise<PageAttachment> {
    const { events, held, phases, title, webRoot } = this.#parts;
    const attaching = this.#parts.debugger.attach({
      title,
      browser: browser.kind,
      devTools: browser.devTools,
      urlFilter: browser.urlFilter,
      inspectUri: proxy?.inspectUri,
      webRoot,
      signal: held.signal,
      reached: (phase) => {
        if (phase === 'runtime up') this.#runtimeUp();
        const isFirst = phases.reached(phase, phase === 'bound' ? 'runtime up' : 'load');
        if (isFirst && phase === 'bound') {
          events.note(`Time until breakpoints were bound: ${phases.describe()}\n`);
        }
      },
    });
    return phases.measure('attach', () => held.holdUpper(attaching, (one) => one.detach()));
  }

  #watchUnbound({ page }: PageBrowser, attachment: PageAttachment): UnboundWatch {
    const { clock, title, unbound } = this.#parts;
    const watch = new UnboundWatch({
      clock,
      breakpoints: () => attachment.breakpoints(),
      isRuntimeUp: async () => 'runtimeVersion' in (await readPageAnswer(page)),
      unbound: (breakpoints) => unbound(title, breakpoints),
    });
    this.#runtimeUp = () => watch.runtimeUp();
    return watch;
  }
}
