import type { TestContext } from 'node:test';
import type { DebuggableBrowser } from '../../../src/browser/program/browserProcess.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { LaunchScope } from '../../../src/common/launchScope.ts';
import type { DevToolsAddress } from '../../../src/launch/launchPlan.ts';
import type { BreakpointTexts } from '../../../src/wasm/debugProxy/conditions/breakpointTexts.ts';
import type { DebugHost } from '../../../src/wasm/debugProxy/debugHost.ts';
import { type DebugProxy, startDebugProxy } from '../../../src/wasm/debugProxy/debugProxy.ts';
import { openDebuggerRelay, openProxyRelay } from '../../../src/wasm/debugProxy/pageRelay.ts';
import { RelayServer } from '../../../src/wasm/debugProxy/relay/relayServer.ts';
import { afterTest } from '../../fixtures/afterTest.ts';
import { noWatchdog } from '../../fixtures/processes/noWatchdog.ts';
import { ownEnvironment } from '../../fixtures/processes/programs.ts';
import { RecordingLog } from '../../fixtures/recordingLog.ts';

/** Starts a debug proxy without options of ours. Returns the address for a debugger. */
export async function connectDirectly(
  context: TestContext,
  { browserUri, devToolsPort: port }: DebuggableBrowser,
  host: DebugHost,
): Promise<string> {
  const proxy = await startProxy(context, host, { address: '127.0.0.1', port }, false);
  return proxy.inspectUri(browserUri);
}

/** Starts a debug proxy between relays. Returns the address for a debugger. */
export async function connectThroughRelays(
  context: TestContext,
  { browserUri, devToolsPort: port }: DebuggableBrowser,
  host: DebugHost,
  breakpointTexts: BreakpointTexts,
): Promise<string> {
  const scope = new LaunchScope();
  const options = {
    host: { clock: systemClock, log: new RecordingLog() },
    scope,
    debugging: {
      csharpSettings: () => ({ debugRelay: true, justMyCode: true }),
      breakpointTexts,
    },
  };
  const server = await RelayServer.listen();
  afterTest(context, () => server.dispose());
  const found = { browserUri, devTools: { address: '127.0.0.1', port } };
  const onDisk = () => Promise.resolve(undefined);
  const relayed = await openProxyRelay(server, Promise.resolve(found), onDisk, options);
  const proxy = await startProxy(context, host, server.address, true);
  const proxyUri = async () => proxy.inspectUri(relayed);
  const relay = await openDebuggerRelay(proxyUri, undefined, options);
  afterTest(context, () => scope.release());
  if (relay === undefined) throw new Error('The relay is off.');
  return relay.inspectUri;
}

async function startProxy(
  context: TestContext,
  host: DebugHost,
  devTools: DevToolsAddress,
  justMyCode: boolean,
): Promise<DebugProxy> {
  const { platform } = process;
  const proxy = await startDebugProxy(
    { host, devTools, justMyCode },
    {
      clock: systemClock,
      watchdog: noWatchdog,
      grace: () => 5_000,
      launchContext: { workspace: '/', environment: ownEnvironment, platform },
    },
  );
  afterTest(context, () => proxy.close());
  return proxy;
}
