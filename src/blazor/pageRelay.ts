import type { Clock } from '../common/clock.ts';
import type { Log } from '../common/log.ts';
import type { FolderLink } from '../dotnet/folderLink.ts';
import type { PageProxy } from './debugProxies.ts';
import type { CSharpSettings } from './csharpSettings.ts';
import { pageHandlers } from './debugProxy/relay/pageHandlers.ts';
import { Relay } from './debugProxy/relay/relay.ts';
import type { Held } from './held.ts';

export interface PageRelayParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly held: Held;
  readonly csharpSettings: () => CSharpSettings;
  /** The link through which the app's sources were opened. */
  readonly link: FolderLink | undefined;
}

/** Where a debugger connects to debug C# through a proxy: at a relay before it, unless the user has turned that off. */
export async function debuggerUri(
  { inspectUri }: PageProxy,
  { clock, csharpSettings, held, link, log }: PageRelayParts,
): Promise<string> {
  const { debugRelay, justMyCode } = csharpSettings();
  if (!debugRelay) return inspectUri;
  const handlers = pageHandlers({ justMyCode, link });
  const opening = Relay.open({ proxyUri: inspectUri, handlers, clock, log });
  return (await held.hold(opening, async (relay) => relay.dispose())).uri;
}
