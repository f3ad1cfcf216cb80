import type { FolderLink } from '../../dotnet/files/folderLink.ts';
import type { DevToolsAddress } from '../../launch/launchPlan.ts';
import type { LaunchHost } from '../../processes/launchHost.ts';
import { pageHandlers } from './relay/pageHandlers.ts';
import { proxyHandlers } from './relay/proxyHandlers.ts';
import { Relay } from './relay/relay.ts';
import type { Held } from '../../common/held.ts';
import type { PageDebugging } from '../pageDebugger.ts';

/** What a relay needs between a debug proxy and its browser. */
export interface ProxyRelayParts {
  readonly host: Pick<LaunchHost, 'clock' | 'log'>;
  readonly held: Held;
  readonly debugging: Pick<PageDebugging, 'csharpSettings'>;
}

/** What a relay needs between a debugger and a debug proxy. */
interface PageRelayParts extends ProxyRelayParts {
  readonly debugging: Pick<PageDebugging, 'csharpSettings' | 'breakpointTexts'>;
}

/**
 * Where a debugger connects to debug C# through a proxy: at a relay before it, unless the user has turned
 * that off. The app's sources were opened through `link`.
 */
export async function debuggerUri(
  { inspectUri }: { readonly inspectUri: string },
  link: FolderLink | undefined,
  { debugging, held, host: { clock, log } }: PageRelayParts,
): Promise<string> {
  const { debugRelay, justMyCode } = debugging.csharpSettings();
  if (!debugRelay) return inspectUri;
  const texts = debugging.breakpointTexts;
  const handlers = pageHandlers({ clock, justMyCode, link, texts });
  const opening = Relay.open({ proxyUri: inspectUri, handlers, clock, log });
  return (await held.hold(opening, async (relay) => relay.dispose())).uri;
}

/** A browser as a debug proxy finds it. */
export interface ProxiedBrowser {
  /** The web socket of the browser as a whole. */
  readonly browserUri: string;
  readonly devTools: DevToolsAddress;
}

/**
 * Where a debug proxy of ours connects to a browser: at a relay, unless the user has turned that off. The
 * relay is there before the browser is, so that the proxy can start at the same time.
 */
export async function browserForProxy(
  browser: Promise<ProxiedBrowser>,
  { debugging, held, host: { clock, log } }: ProxyRelayParts,
): Promise<ProxiedBrowser> {
  if (!debugging.csharpSettings().debugRelay) return browser;
  const opening = Relay.open({
    proxyUri: async () => (await browser).browserUri,
    folder: '/devtools/browser/',
    handlers: proxyHandlers(),
    clock,
    log,
  });
  const browserUri = (await held.hold(opening, async (relay) => relay.dispose())).uri;
  const { hostname: address, port } = new URL(browserUri);
  return { browserUri, devTools: { address, port: Number(port) } };
}
