// The debug proxy of a page whose server, a real Blazor Web App, offers one itself.

import assert from 'node:assert/strict';
import { after, before, type TestContext, test } from 'node:test';
import { browserAnswers } from '../../../src/wasm/debugProxy/browserAnswers.ts';
import { openProxy, type PageProxy } from '../../../src/wasm/debugProxy/debugProxies.ts';
import { openDebuggerRelay } from '../../../src/wasm/debugProxy/pageRelay.ts';
import { SpareProxies } from '../../../src/wasm/debugProxy/spareProxies.ts';
import { LaunchScope } from '../../../src/common/launchScope.ts';
import { planServer } from '../../../src/projects/serving/serverPlan.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { Projects } from '../../../src/dotnet/evaluate/projects.ts';
import type { ProjectFacts } from '../../../src/dotnet/evaluate/projectFacts.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { openBrowser } from '../../../tools/fixtures/web/browsers.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { noWatchdog } from '../../../tools/fixtures/processes/noWatchdog.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { PageSession } from './relay/pageSession.ts';
import { noSpareProxies } from './proxyFixture.ts';
import { ServerFixture } from '../../projects/serving/serverFixture.ts';

const limit = { timeout: 240_000 };

let fixture: DotnetFixture;
let projects: Projects;
before(async () => {
  fixture = await DotnetFixture.make();
  projects = new Projects(fixture.dotnet);
  await fixture.servedClient('Hosted');
  await fixture.run('build', fixture.path('Hosted', 'Hosted', 'Hosted.csproj'));
}, limit);
after(async () => {
  projects.dispose();
  await fixture.remove();
});

/** Starts the server and returns its address. */
async function serve(context: TestContext): Promise<string> {
  const server = await projects.facts(fixture.path('Hosted', 'Hosted', 'Hosted.csproj'));
  const plan = planServer(server, undefined, { env: [] }, fixture.dotnet.launchContext);
  const { urls } = await new ServerFixture(context).acquire(plan);
  return urls[0] ?? '';
}

function client(): Promise<ProjectFacts> {
  return projects.facts(fixture.path('Hosted', 'Hosted.Client', 'Hosted.Client.csproj'));
}

/** Opens the proxy of a new browser for an app, until its scope is released. */
async function open(
  context: TestContext,
  url: string,
  of: ProjectFacts,
  { debugRelay = true, scope = new LaunchScope(), spareProxies = noSpareProxies() } = {},
): Promise<PageProxy> {
  const browser = await openBrowser(context);
  afterTest(context, () => scope.release());
  const { browserUri, devToolsPort: port } = browser;
  const host = {
    clock: systemClock,
    log: new RecordingLog(),
    launchContext: fixture.dotnet.launchContext,
    programOptions: { clock: systemClock, watchdog: noWatchdog, grace: () => 5_000 },
  };
  return openProxy(
    url,
    { browserUri, devTools: { address: '127.0.0.1', port } },
    {
      client: of,
      debugging: { csharpSettings: () => ({ debugRelay, justMyCode: true }) },
      dotnet: fixture.dotnet,
      scope,
      host,
      spareProxies,
    },
  );
}

test('a page gets its own debug proxy even if its app offers one', limit, async (context) => {
  const url = await serve(context);
  const proxy = await open(context, url, await client());
  assert.equal(proxy.kind, 'own');
  assert.ok(await browserAnswers(proxy.inspectUri, systemClock));
});

test(
  "a session takes the previous session's proxy, whose browser it can't reach",
  limit,
  async (context) => {
    const spareProxies = new SpareProxies({ clock: systemClock, freeMemory: () => Infinity });
    afterTest(context, () => spareProxies.close());
    const scope = new LaunchScope();
    const first = await open(context, '', await client(), { scope, spareProxies });
    assert.ok(await browserAnswers(first.inspectUri, systemClock));
    await scope.release();
    const second = await open(context, '', await client(), { spareProxies });
    assert.equal(new URL(second.inspectUri).port, new URL(first.inspectUri).port);
    assert.equal(await browserAnswers(first.inspectUri, systemClock), false);
    assert.ok(await browserAnswers(second.inspectUri, systemClock));
  },
);

test(
  'with the relay off, debugger, proxy and browser are connected directly',
  limit,
  async (context) => {
    const proxy = await open(context, '', await client(), { debugRelay: false });
    // The path of a relay takes one client.
    for (let round = 0; round < 2; round++) {
      assert.ok(await browserAnswers(proxy.inspectUri, systemClock));
    }
    const breakpointTexts = { at: () => undefined, failed: () => undefined };
    const relay = await openDebuggerRelay(async () => proxy.inspectUri, undefined, {
      host: { clock: systemClock, log: new RecordingLog() },
      scope: new LaunchScope(),
      debugging: {
        csharpSettings: () => ({ debugRelay: false, justMyCode: true }),
        breakpointTexts,
      },
    });
    assert.equal(relay, undefined);
  },
);

test("the app's debug proxy is used if the user's packages have none", limit, async (context) => {
  const url = await serve(context);
  const proxy = await open(context, url, {
    ...(await client()),
    packageFolder: fixture.path('none'),
  });
  assert.equal(proxy.kind, 'app');
  assert.ok(await browserAnswers(proxy.inspectUri, systemClock));
});

test(
  'C# breakpoints in an app that offers a debug proxy work through both relays',
  limit,
  async (context) => {
    const url = await serve(context);
    const page = await PageSession.open(context);
    await page.breakAt('Calc.cs', 5);
    const ready = page.event('Mono.runtimeReady');
    await page.send('Page.navigate', { url });
    await ready;
    const stop = page.paused();
    await page.press('inc');
    assert.equal(await stop, 'Calc.Add');
    await page.send('Debugger.resume');
  },
);
