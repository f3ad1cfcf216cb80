import type { Dotnet } from '../../dotnet/sdk/sdk.ts';
import type { LaunchHost } from '../../processes/launchHost.ts';
import { appProxy } from './appProxy.ts';
import {
  type DebugHost,
  findDebugHost,
  type HostedProject,
  getPackageFolder,
} from './debugHost.ts';
import { type DebugProxy, type DebugProxyOptions, startDebugProxy } from './debugProxy.ts';
import { findOrRestoreDebugHost } from './restoredDebugHost.ts';
import { type ProxyRelayOptions, type ProxiedBrowser, openProxyRelay } from './pageRelay.ts';
import { getProxyKey, startReusableProxy } from './reusableProxy.ts';
import { createPackFinder } from './runtimePack.ts';
import type { SpareProxies } from './spareProxies.ts';

/** A proxy that shows the C# of a browser's pages to a debugger. */
export interface PageProxy {
  readonly kind: 'own' | 'app';
  /** The version of its package; absent for the app's own proxy. */
  readonly version?: string;
  /** Its process; absent for the app's own proxy. */
  readonly pid?: number | undefined;
  readonly inspectUri: string;
  /** Whether it responds. */
  isReachable(): boolean;
}

export interface PageProxyOptions extends ProxyRelayOptions {
  readonly host: LaunchHost;
  readonly client: HostedProject;
  readonly dotnet: Dotnet;
  readonly spareProxies: SpareProxies;
}

/**
 * Starts a proxy from the installed packages. `undefined` if that is not possible: the client's packages may
 * not be restored, or no installed runtime can run the proxy.
 */
export async function openInstalledProxy(
  browser: Promise<ProxiedBrowser>,
  options: PageProxyOptions,
): Promise<PageProxy | undefined> {
  const { client, host } = options;
  return openOwnProxy(browser, () => findDebugHost(client, host.launchContext), options).catch(
    () => undefined,
  );
}

/**
 * Starts a proxy with a relay between it and the browser. If it would have to be restored, the app's own
 * proxy is preferred if it is bound to this browser. Throws a HumanError if there is none.
 */
export async function openProxy(
  url: string,
  browser: ProxiedBrowser,
  options: PageProxyOptions,
): Promise<PageProxy> {
  const installed = await openInstalledProxy(Promise.resolve(browser), options);
  options.scope.check();
  if (installed !== undefined) return installed;
  const offered = await appProxy(url, browser.browserUri, options.host.clock);
  options.scope.check();
  return offered.kind === 'usable'
    ? { kind: 'app', inspectUri: offered.inspectUri, isReachable: () => true }
    : openOwnProxy(Promise.resolve(browser), () => restoreHost(options), options);
}

/** Restores the proxy if the client's packages don't contain it. */
function restoreHost({ client, dotnet, scope }: PageProxyOptions): Promise<DebugHost> {
  return findOrRestoreDebugHost(client, dotnet, scope.signal);
}

async function openOwnProxy(
  browser: Promise<ProxiedBrowser>,
  find: () => Promise<DebugHost>,
  options: PageProxyOptions,
): Promise<PageProxy> {
  const { client, debugging, scope, spareProxies } = options;
  const { launchContext } = options.host;
  const { debugRelay, justMyCode } = debugging.csharpSettings();
  const plan = { host: await find(), justMyCode };
  const program = getProgramOptions(options.host);
  if (!debugRelay) {
    const { browserUri, devTools } = await browser;
    const starting = startDebugProxy({ ...plan, devTools }, program, scope.signal);
    return ownProxy(await scope.hold(starting, (one) => one.close()), browserUri);
  }
  const key = getProxyKey(plan, launchContext);
  const taking = spareProxies.take(key, () => startReusableProxy(plan, program, scope.signal));
  const { proxy, server } = await scope.hold(taking, (one) => spareProxies.giveBack(key, one));
  const packages = getPackageFolder(client, launchContext);
  const findAssembly = createPackFinder(packages, client.runtimeVersion);
  return ownProxy(proxy, await openProxyRelay(server, browser, findAssembly, options));
}

/** Starts the debug proxy of a client for its next session, unless one is kept. Its errors are left to the session. */
export async function prepareProxy(
  client: HostedProject,
  { debugging, host, spareProxies }: Pick<PageProxyOptions, 'debugging' | 'host' | 'spareProxies'>,
): Promise<void> {
  const { debugRelay, justMyCode } = debugging.csharpSettings();
  const found = await findDebugHost(client, host.launchContext).catch(() => undefined);
  if (!debugRelay || found === undefined) return;
  const plan = { host: found, justMyCode };
  spareProxies.prepare(getProxyKey(plan, host.launchContext), (signal) =>
    startReusableProxy(plan, getProgramOptions(host), signal),
  );
}

function getProgramOptions({ launchContext, programOptions }: LaunchHost): DebugProxyOptions {
  return { ...programOptions, launchContext };
}

function ownProxy(
  proxy: Pick<DebugProxy, 'version' | 'ended' | 'inspectUri' | 'pid'>,
  browserUri: string,
): PageProxy {
  let isReachable = true;
  void proxy.ended.then(() => (isReachable = false));
  const { pid, version } = proxy;
  return {
    kind: 'own',
    version,
    pid,
    inspectUri: proxy.inspectUri(browserUri),
    isReachable: () => isReachable,
  };
}
