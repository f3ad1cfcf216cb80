import { deferred } from '../../common/deferred.ts';
import type { BrowserKind } from '../../launch/launchPlan.ts';
import type { PageProxy } from '../../wasm/debugProxy/debugProxies.ts';
import { openDebuggerRelay } from '../../wasm/debugProxy/pageRelay.ts';
import type { HotReloadHandlers } from '../../wasm/debugProxy/relay/handlers/hotReload/hotReloadHandlers.ts';
import type {
  AttachingDebugger,
  DebuggedPage,
  PageAttachment,
  PageDebugging,
} from '../../wasm/pageDebugger.ts';
import type { FolderLink } from '../../dotnet/files/folderLink.ts';
import type { PageBrowser, PageLaunch } from '../launch.ts';
import { allPages } from './pageBrowser.ts';

/** A debugger that is attaching to a browser and a debug proxy that have yet to start. */
export interface PageConnection {
  /** Continues with the proxy. Resolves when breakpoints are set. */
  to(proxy: PageProxy): Promise<PageAttachment>;
}

interface PageConnectorOptions {
  readonly page: {
    readonly title: string;
    readonly link: FolderLink | undefined;
    readonly webRoot: string | undefined;
  };
  readonly launch: PageLaunch;
  readonly debugging: PageDebugging;
  readonly debugger: AttachingDebugger;
  /** Absent without hot reload. */
  readonly hotReload?: HotReloadHandlers | undefined;
}

/** Attaches the debugger of a page. */
export class PageConnector {
  readonly #options: PageConnectorOptions;
  readonly #reached: DebuggedPage['reached'];

  constructor(options: PageConnectorOptions, reached: DebuggedPage['reached']) {
    this.#options = options;
    this.#reached = reached;
  }

  /**
   * Starts attaching to a browser of this kind before it has started. The debugger connects to a relay, so
   * `undefined` without one. Ends with the launch.
   */
  async connect(browser: BrowserKind): Promise<PageConnection | undefined> {
    const proxyUri = deferred<string>();
    const address = await this.#openRelay(() => proxyUri.promise);
    if (address === undefined) return undefined;
    const started = proxyUri.promise;
    const attaching = this.#attach({ browser, ...address, started, urlFilter: allPages });
    // The launch may fail before it is awaited.
    attaching.catch(() => undefined);
    return {
      to: ({ inspectUri }) => {
        proxyUri.resolve(inspectUri);
        return attaching;
      },
    };
  }

  /** Attaches to a browser and a debug proxy that have started. Without a proxy, only JavaScript is debugged. */
  async attach(
    { devTools, kind: browser, urlFilter }: PageBrowser,
    proxy: PageProxy | undefined,
  ): Promise<PageAttachment> {
    const started = Promise.resolve();
    const common = { browser, devTools, started, urlFilter };
    if (proxy === undefined) return this.#attach({ ...common, inspectUri: undefined });
    const { inspectUri } = proxy;
    const relay = await this.#openRelay(() => Promise.resolve(inspectUri));
    return this.#attach({ ...common, inspectUri: relay?.inspectUri ?? inspectUri });
  }

  #openRelay(proxyUri: () => Promise<string>): ReturnType<typeof openDebuggerRelay> {
    const { debugging, hotReload, launch, page } = this.#options;
    return openDebuggerRelay(proxyUri, page.link, { ...launch, debugging, hotReload });
  }

  #attach(
    target: Pick<DebuggedPage, 'browser' | 'devTools' | 'inspectUri' | 'started' | 'urlFilter'>,
  ): Promise<PageAttachment> {
    const { debugger: pageDebugger, launch, page } = this.#options;
    const { scope, phases } = launch;
    const attaching = pageDebugger.attach({
      ...target,
      title: page.title,
      webRoot: page.webRoot,
      signal: scope.signal,
      reached: this.#reached,
    });
    return phases.measure('attach', () => scope.holdDependent(attaching, (one) => one.detach()));
  }
}
