import type { Clock } from '../common/clock.ts';
import type { Log } from '../common/log.ts';
import type { FolderLink } from '../dotnet/folderLink.ts';
import type { DevToolsAddress } from '../launch/launchPlan.ts';
import type { BreakpointTexts } from './debugProxy/conditions/breakpointTexts.ts';
import type { CSharpSettings } from './csharpSettings.ts';
import { pageHandlers } from './debugProxy/relay/pageHandlers.ts';
import { proxyHandlers } from './debugProxy/relay/proxyHandlers.ts';
import { Relay } from './debugProxy/relay/relay.ts';
import type { Held } from './held.ts';

export interface PageRelayParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly held: Held;
  readonly csharpSettings: () => CSharpSettings;
  /** The link through which the app's sources were opened. */
  readonly link: FolderLink | undefined;
  readonly breakpointTexts: BreakpointTexts;
}

/** Where a debugger connects to debug C# through a proxy: at a relay before it, unless the user has turned that off. */
export async function debuggerUri(
  { inspectUri }: { readonly inspectUri: string },
  { breakpointTexts: texts, clock, csharpSettings, held, link, log }: PageRelayParts,
): Promise<string> {
  const { debugRelay, justMyCode } = csharpSettings();
  if (!debugRelay) return inspectUri;
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

/** Where a debug proxy of ours connects to a browser: at a relay, unless the user has turned that off. */
export async function browserForProxy(
  browser: ProxiedBrowser,
  { clock, csharpSettings, held, log }: Omit<PageRelayParts, 'link' | 'breakpointTexts'>,
): Promise<ProxiedBrowser> {
  if (!csharpSettings().debugRelay) return browser;
  const opening = Relay.open({
    proxyUri: browser.browserUri,
    folder: '/devtools/browser/',
    handlers: proxyHandlers(),
    clock,
    log,
  });
  const browserUri = (await held.hold(opening, async (relay) => relay.dispose())).uri;
  const { hostname: address, port } = new URL(browserUri);
  return { browserUri, devTools: { address, port: Number(port) } };
}
