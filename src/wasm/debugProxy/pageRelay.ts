import type { FolderLink } from '../../dotnet/files/folderLink.ts';
import type { DevToolsAddress } from '../../launch/launchPlan.ts';
import type { LaunchHost } from '../../processes/launchHost.ts';
import type { FindAssembly } from './relay/handlers/assemblyBytes.ts';
import { pageHandlers } from './relay/pageHandlers.ts';
import { proxyHandlers } from './relay/proxyHandlers.ts';
import { Relay } from './relay/relay.ts';
import type { LaunchScope } from '../../common/launchScope.ts';
import type { PageDebugging } from '../pageDebugger.ts';

/** Options of a relay between a debug proxy and its browser. */
export interface ProxyRelayOptions {
  readonly host: Pick<LaunchHost, 'clock' | 'log'>;
  readonly scope: LaunchScope;
  readonly debugging: Pick<PageDebugging, 'csharpSettings'>;
}

/** Options of a relay between a debugger and a debug proxy. */
interface PageRelayOptions extends ProxyRelayOptions {
  readonly debugging: Pick<PageDebugging, 'csharpSettings' | 'breakpointTexts'>;
}

/** Where a debugger connects to debug C#. */
interface DebuggerAddress {
  /** Where it requests the version of the browser. */
  readonly devTools: DevToolsAddress;
  /** The WebSocket address. Secret. */
  readonly inspectUri: string;
}

/**
 * Opens a relay in front of a debug proxy, to which the debugger can connect before the proxy has started.
 * `undefined` if the user has turned the relay off. `link` is the symbolic link through which the app's
 * sources were opened.
 */
export async function openDebuggerRelay(
  proxyUri: () => Promise<string>,
  link: FolderLink | undefined,
  { debugging, scope, host: { clock, log } }: PageRelayOptions,
): Promise<DebuggerAddress | undefined> {
  const { debugRelay, justMyCode } = debugging.csharpSettings();
  if (!debugRelay) return undefined;
  const texts = debugging.breakpointTexts;
  const handlers = pageHandlers({ clock, justMyCode, link, texts });
  const opening = Relay.open({ proxyUri, handlers, clock, log });
  const { uri } = await scope.hold(opening, async (relay) => relay.dispose());
  return { devTools: getDevTools(uri), inspectUri: uri };
}

function getDevTools(uri: string): DevToolsAddress {
  const { hostname: address, port } = new URL(uri);
  return { address, port: Number(port) };
}

/** The browser of a debug proxy. */
export interface ProxiedBrowser {
  /** The WebSocket address of the browser target. */
  readonly browserUri: string;
  readonly devTools: DevToolsAddress;
}

/**
 * Returns the address at which a debug proxy connects to a browser: that of a relay, unless the user has
 * turned it off. The relay is opened before the browser, so that the proxy can start in parallel.
 * `findAssembly` finds what the page runs on disk.
 */
export async function browserForProxy(
  browser: Promise<ProxiedBrowser>,
  findAssembly: FindAssembly,
  { debugging, scope, host: { clock, log } }: ProxyRelayOptions,
): Promise<ProxiedBrowser> {
  if (!debugging.csharpSettings().debugRelay) return browser;
  const opening = Relay.open({
    proxyUri: async () => (await browser).browserUri,
    folder: '/devtools/browser/',
    handlers: proxyHandlers(findAssembly),
    clock,
    log,
  });
  const browserUri = (await scope.hold(opening, async (relay) => relay.dispose())).uri;
  return { browserUri, devTools: getDevTools(browserUri) };
}
