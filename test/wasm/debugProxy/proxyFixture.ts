import type { TestContext } from 'node:test';
import type { DebuggableBrowser } from '../../../src/browser/program/browserProcess.ts';
import { type DebugHost, findDebugHost } from '../../../src/wasm/debugProxy/debugHost.ts';
import {
  type DebugProxy,
  type DebugProxyOptions,
  type DebugProxyPlan,
  startDebugProxy,
} from '../../../src/wasm/debugProxy/debugProxy.ts';
import { SpareProxies } from '../../../src/wasm/debugProxy/spareProxies.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { Projects } from '../../../src/dotnet/evaluate/projects.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { noWatchdog } from '../../../tools/fixtures/processes/noWatchdog.ts';
import { ownEnvironment } from '../../../tools/fixtures/processes/programs.ts';

/** The options with which tests start proxies. */
export const options: DebugProxyOptions = {
  clock: systemClock,
  watchdog: noWatchdog,
  grace: () => 5_000,
  launchContext: { workspace: '/', environment: ownEnvironment, platform: process.platform },
};

/** Keeps no proxy. */
export function noSpareProxies(): SpareProxies {
  return new SpareProxies({ clock: systemClock, freeMemory: () => 0 });
}

let host: Promise<DebugHost> | undefined;

/** The debug host in the packages of a new client, which are restored first. */
export function installedHost(): Promise<DebugHost> {
  return (host ??= restoreHost());
}

async function restoreHost(): Promise<DebugHost> {
  const fixture = await DotnetFixture.make();
  const projects = new Projects(fixture.dotnet);
  try {
    await fixture.client('BlazorApp');
    await fixture.run('restore', fixture.path('BlazorApp'));
    return await findDebugHost(
      await projects.facts(fixture.path('BlazorApp')),
      options.launchContext,
    );
  } finally {
    projects.dispose();
    await fixture.remove();
  }
}

/** A proxy for a browser, closed after the test. */
export async function openProxy(
  context: TestContext,
  { devToolsPort: port }: Pick<DebuggableBrowser, 'devToolsPort'>,
  given: Partial<DebugProxyPlan> = {},
): Promise<DebugProxy> {
  const devTools = { address: '127.0.0.1', port };
  const plan = { host: await installedHost(), devTools, justMyCode: true, ...given };
  const proxy = await startDebugProxy(plan, options);
  afterTest(context, () => proxy.close());
  return proxy;
}
