import type { TestContext } from 'node:test';
import type { DebuggableBrowser } from '../../../src/blazor/browser/browserProcess.ts';
import { type DebugHost, findDebugHost } from '../../../src/blazor/debugProxy/debugHost.ts';
import {
  type DebugProxy,
  type DebugProxyOptions,
  type DebugProxyPlan,
  startDebugProxy,
} from '../../../src/blazor/debugProxy/debugProxy.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { afterTest } from '../../support/afterTest.ts';
import { noWatchdog } from '../../support/noWatchdog.ts';
import { ownEnvironment } from '../../support/programs.ts';

/** What the proxies of tests are started with. */
export const options: DebugProxyOptions = {
  clock: systemClock,
  watchdog: noWatchdog,
  grace: () => 5_000,
  launchContext: { workspace: '/', environment: ownEnvironment, platform: process.platform },
};

/** The debug host that the fixtures' packages bring along. */
export function installedHost(): Promise<DebugHost> {
  const client = { path: 'BlazorApp.csproj', packageFolder: undefined, runtimeVersion: '10.0.12' };
  return findDebugHost(client, options.launchContext);
}

/** A proxy for a browser, which is closed after the test. */
export async function openProxy(
  context: TestContext,
  { devToolsPort: port }: DebuggableBrowser,
  given: Partial<DebugProxyPlan> = {},
): Promise<DebugProxy> {
  const devTools = { address: '127.0.0.1', port };
  const plan = { host: await installedHost(), devTools, ...given };
  const proxy = await startDebugProxy(plan, options);
  afterTest(context, () => proxy.close());
  return proxy;
}
