import { type Clock, within } from '../common/clock.ts';
import type { FolderLink } from '../dotnet/folderLink.ts';
import type { ProjectFacts } from '../dotnet/projectFacts.ts';
import type { BrowserKind, DevToolsAddress } from '../launch/launchPlan.ts';
import type { AppPage, ShownPage } from './appPage.ts';
import { openProxy, openProxyEarly, type PageProxy } from './debugProxies.ts';
import type { Held } from './held.ts';
import { joinBrowser, openBrowser, type PageBrowser } from './pageBrowser.ts';
import type { AttachingDebugger, PageAttachment } from './pageDebugger.ts';
import { type Attached, pageFacts, type PageFactsParts, watchUnbound } from './pageFacts.ts';
import type { Phase, Phases } from './phases.ts';
import { debuggerUri } from './pageRelay.ts';
import { unboundIn } from './unboundWatch.ts';
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
  /** The link through which the client's sources were opened. */
  readonly link: FolderLink | undefined;
  /** The folder that the server's root shows, as the user opened it. */
  readonly webRoot: string | undefined;
  readonly events: AppEvents;
  readonly held: Held;
  readonly phases: Phases;
  readonly debugger: AttachingDebugger;
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

/** How long the start of .NET, and then the binding of breakpoints, are shown as waited for, in milliseconds. */
const runtimeWait = 60_000;
const bindingWait = 10_000;

/** A page to which a debugger is attached before anything is loaded. */
export class DebuggedPage implements AppPage {
  readonly #parts: DebuggedPageParts;
  #ready: Promise<Ready> | undefined;
  #runtimeUp: () => void = () => undefined;
  #hasUnbound: () => boolean = () => false;

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
    const shown = { url, browser, proxy, attachment };
    const watch = proxy && watchUnbound(shown, this.#watchParts());
    if (watch !== undefined) {
      await held.hold(Promise.resolve(watch), async () => watch.dispose());
      this.#runtimeUp = () => watch.runtimeUp();
      this.#hasUnbound = () => unboundIn(attachment.breakpoints()).length > 0;
    }
    await phases.measure('load', () => browser.load(url));
    if (watch !== undefined) this.#await('runtime up', runtimeWait);
    const ended = endOf(browser, attachment, this.#parts.clock);
    ended.catch(() => undefined);
    return {
      pid: browser.pid,
      ended,
      facts: () => pageFacts(shown, this.#parts),
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

  async #attach(browser: PageBrowser, proxy: PageProxy | undefined): Promise<PageAttachment> {
    const { events, held, phases, title, webRoot } = this.#parts;
    const inspectUri = proxy && (await debuggerUri(proxy, this.#parts));
    const attaching = this.#parts.debugger.attach({
      title,
      browser: browser.kind,
      devTools: browser.devTools,
      urlFilter: browser.urlFilter,
      inspectUri,
      webRoot,
      signal: held.signal,
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
    return phases.measure('attach', () => held.holdUpper(attaching, (one) => one.detach()));
  }

  /** Shows a phase as waited for until it is reached, for so many milliseconds at most. */
  #await(phase: Phase, milliseconds: number): void {
    const { clock, held, phases } = this.#parts;
    phases.begin(phase);
    const timer = clock.after(milliseconds, () => phases.giveUp(phase));
    held.signal.addEventListener('abort', () => timer.dispose(), { once: true });
  }

  /** A breakpoint that stays unbound is not waited for any longer. */
  #watchParts(): PageFactsParts {
    const { phases, unbound } = this.#parts;
    return {
      ...this.#parts,
      unbound: (title, breakpoints) => {
        phases.giveUp('bound');
        unbound(title, breakpoints);
      },
    };
  }
}
