import type { ProjectFacts } from '../../dotnet/evaluate/projectFacts.ts';
import type { Dotnet } from '../../dotnet/sdk/sdk.ts';
import type { LaunchHost } from '../../processes/launchHost.ts';
import { appProxy } from './appProxy.ts';
import { type DebugHost, findDebugHost } from './debugHost.ts';
import { type DebugProxy, startDebugProxy } from './debugProxy.ts';
import { findOrRestoreDebugHost } from './restoredDebugHost.ts';
import { browserForProxy, type ProxyRelayParts, type ProxiedBrowser } from './pageRelay.ts';

/** The proxy by which a debugger sees the C# of a browser's pages. */
export interface PageProxy {
  readonly kind: 'own' | 'app';
  /** Of an own one, the version of its package. */
  readonly version?: string;
  readonly inspectUri: string;
  /** Whether it can still be used. */
  isReachable(): boolean;
}

export interface PageProxyParts extends ProxyRelayParts {
  readonly host: LaunchHost;
  readonly client: ProjectFacts;
  readonly dotnet: Dotnet;
}

/**
 * Starts a proxy of ours from the packages that are there. `undefined` if that can't be done: the client's
 * packages may not be restored, or no installed runtime runs what they have.
 */
export async function openInstalledProxy(
  browser: Promise<ProxiedBrowser>,
  parts: PageProxyParts,
): Promise<PageProxy | undefined> {
  const { client, host } = parts;
  return openOwnProxy(browser, () => findDebugHost(client, host.launchContext), parts).catch(
    () => undefined,
  );
}

/**
 * Opens a proxy of ours, which has a relay between it and its browser. Where it would have to be restored
 * first, the app's own comes before that, if it answers for this browser. Throws a HumanError if there is none.
 */
export async function openProxy(
  url: string,
  browser: ProxiedBrowser,
  parts: PageProxyParts,
): Promise<PageProxy> {
  const installed = await openInstalledProxy(Promise.resolve(browser), parts);
  parts.held.check();
  if (installed !== undefined) return installed;
  const offered = await appProxy(url, browser.browserUri, parts.host.clock);
  parts.held.check();
  return offered.kind === 'usable'
    ? { kind: 'app', inspectUri: offered.inspectUri, isReachable: () => true }
    : openOwnProxy(Promise.resolve(browser), () => restoredHost(parts), parts);
}

/** Once the client's own packages are restored, the proxy may still have to be. */
function restoredHost({ client, dotnet, held }: PageProxyParts): Promise<DebugHost> {
  return findOrRestoreDebugHost(client, dotnet, held.signal);
}

async function openOwnProxy(
  browser: Promise<ProxiedBrowser>,
  find: () => Promise<DebugHost>,
  parts: PageProxyParts,
): Promise<PageProxy> {
  const { debugging, held } = parts;
  const { launchContext, programOptions } = parts.host;
  const host = await find();
  const { browserUri, devTools } = await browserForProxy(browser, parts);
  const options = { ...programOptions, launchContext };
  const { justMyCode } = debugging.csharpSettings();
  const starting = startDebugProxy({ host, devTools, justMyCode }, options, held.signal);
  const proxy = await held.hold(starting, (one) => one.close());
  return ownProxy(proxy, browserUri);
}

function ownProxy(proxy: DebugProxy, browserUri: string): PageProxy {
  let isReachable = true;
  void proxy.ended.then(() => (isReachable = false));
  const { version } = proxy;
  return {
    kind: 'own',
    version,
    inspectUri: proxy.inspectUri(browserUri),
    isReachable: () => isReachable,
  };
}
