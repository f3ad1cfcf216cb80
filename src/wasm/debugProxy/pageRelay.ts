import type { FolderLink } from '../../dotnet/files/folderLink.ts';
import type { DevToolsAddress } from '../../launch/launchPlan.ts';
import type { LaunchHost } from '../../processes/launchHost.ts';
import type { StopAnswers } from './relay/answers/stopAnswers.ts';
import { ToldAnswers } from './relay/answers/toldAnswers.ts';
import type { FindAssembly } from './relay/handlers/assemblyBytes.ts';
import type { HeldStart } from './relay/handlers/heldStart.ts';
import type { HotReloadHandlers } from './relay/handlers/hotReload/hotReloadHandlers.ts';
import { pageHandlers } from './relay/pageHandlers.ts';
import { proxyHandlers } from './relay/proxyHandlers.ts';
import { Relay } from './relay/relay.ts';
import type { RelayServer } from './relay/relayServer.ts';
import type { LaunchScope } from '../../common/launchScope.ts';
import type { PageDebugging } from '../pageDebugger.ts';

/** Options of a relay between a debug proxy and its browser. */
export interface ProxyRelayOptions {
  readonly host: Pick<LaunchHost, 'clock' | 'log' | 'onRelayed' | 'onPassed' | 'onAsked'>;
  readonly scope: LaunchScope;
  readonly debugging: Pick<PageDebugging, 'csharpSettings'>;
  /** Absent without hot reload. */
  readonly hotReload?: HotReloadHandlers | undefined;
  /** Present if the page is held where its app starts. */
  readonly held?: HeldStart | undefined;
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
  { debugging, hotReload, scope, host }: PageRelayOptions,
): Promise<DebuggerAddress | undefined> {
  const { debugRelay, justMyCode } = debugging.csharpSettings();
  if (!debugRelay) return undefined;
  const { clock, log, onAsked, onPassed, onRelayed } = host;
  const texts = debugging.breakpointTexts;
  const answer = onAsked && ((answers: StopAnswers) => new ToldAnswers(answers, onAsked));
  const handlers = pageHandlers({ answer, clock, hotReload, justMyCode, link, texts });
  const opening = Relay.open({
    proxyUri,
    handlers,
    clock,
    log,
    ...(onPassed && { onPassed }),
    ...(onRelayed && {
      onMessage: (from, method) => onRelayed({ relay: 'before', from, method }),
    }),
  });
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
 * Opens a relay to a browser on the server that a debug proxy connects to, also before the browser has started.
 * Returns the browser's address for the proxy. `findAssembly` finds what the page runs on disk.
 */
export async function openProxyRelay(
  server: RelayServer,
  browser: Promise<ProxiedBrowser>,
  findAssembly: FindAssembly,
  {
    held,
    hotReload,
    scope,
    host: { clock, log, onRelayed },
  }: Pick<ProxyRelayOptions, 'held' | 'host' | 'hotReload' | 'scope'>,
): Promise<string> {
  const opening = Relay.open({
    proxyUri: async () => (await browser).browserUri,
    folder: '/devtools/browser/',
    server,
    handlers: proxyHandlers(findAssembly, hotReload, held),
    clock,
    log,
    ...(onRelayed && {
      onMessage: (from, method) => onRelayed({ relay: 'behind', from, method }),
    }),
  });
  return (await scope.hold(opening, async (relay) => relay.dispose())).uri;
}
