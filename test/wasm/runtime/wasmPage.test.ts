import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import * as z from 'zod/mini';
import {
  type DebuggableBrowser,
  startBrowser,
} from '../../../src/browser/program/browserProcess.ts';
import { Page } from '../../../src/browser/page/page.ts';
import {
  runtimeState,
  untilRuntimeIsReady,
  type WasmPageState,
} from '../../../src/wasm/runtime/wasmPage.ts';
import { runPlace } from '../../../src/wasm/runtime/runPlace.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { browserOptions, browserPlan } from '../../../tools/fixtures/web/browsers.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { startStaticServer } from '../../../tools/fixtures/web/staticServer.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { untilValue } from '../../../tools/fixtures/web/pageValue.ts';

const limit = { timeout: 240_000 };

let fixture: DotnetFixture;
let browser: DebuggableBrowser;
before(async () => {
  fixture = await DotnetFixture.make();
  await fixture.fixtures('PlainApp');
  const building = fixture.run('build', fixture.path('PlainApp'), '-nologo', '-v:q');
  browser = await startBrowser(await browserPlan(), browserOptions());
  await building;
});
after(() => Promise.all([browser.close(), fixture.remove()]));

/** Opens a folder's page. The browser's first page stays open, and so does the browser. */
async function show(context: TestContext, folder: string): Promise<Page> {
  const server = await startStaticServer(folder);
  afterTest(context, () => server.close());
  await Page.first(browser.pages, systemClock);
  const page = await Page.create(browser.pages, systemClock);
  afterTest(context, () => page.dispose());
  await page.navigate(server.url);
  return page;
}

async function showHtml(
  context: TestContext,
  files: Readonly<Record<string, string>>,
): Promise<Page> {
  const folder = await temporaryFolder(context);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const page = await show(context, folder);
  await untilValue(page, 'document.readyState', 'complete');
  return page;
}

test('a .NET page reports its runtime', { timeout: 240_000 }, async (context) => {
  const page = await show(context, fixture.path('PlainApp', 'bin', 'Debug', 'net10.0', 'wwwroot'));
  let state: WasmPageState | undefined;
  await until('the runtime is up', async () => {
    state = await runtimeState(page);
    // A page that is busy with its start doesn't list its service workers in time.
    return state.runtime?.isReady === true && state.serviceWorkers !== undefined;
  });
  assert.ok(state?.runtime !== undefined);
  const { assemblies, productVersion, ...runtime } = state.runtime;
  assert.deepEqual(runtime, {
    isReady: true,
    debugLevel: -1,
    mainAssemblyName: 'PlainApp',
    symbols: ['PlainApp.pdb'],
  });
  assert.match(productVersion ?? '', /^10\./);
  assert.ok(assemblies.includes('PlainApp.dll') && assemblies.includes('System.Console.dll'));
  assert.deepEqual(state.serviceWorkers, { scopes: [], isControlled: false });
});

test("the query waits until a page's runtime is ready", limit, async (context) => {
  const script = `globalThis.getDotnetRuntime = () => ({
    INTERNAL: { get mono_wasm_runtime_is_ready() { return ++globalThis.asked > 3; } },
  });
  globalThis.asked = 0;`;
  const page = await showHtml(context, { 'index.html': `<script>${script}</script>` });
  await untilRuntimeIsReady(page, systemClock, new AbortController().signal);
  assert.equal(await page.evaluate('globalThis.asked', z.number()), 4);
});

const unready = 'globalThis.getDotnetRuntime = () => ({ INTERNAL: {}, getConfig: () => ({}) });';

for (const [what, html, bound] of [
  ['a page whose runtime never starts is waited for ten seconds', '<title>plain</title>', 10_000],
  ['a runtime that no debugger can use is waited for three', `<script>${unready}</script>`, 3_000],
] as const) {
  test(`${what}, and not once it is cancelled`, limit, async (context) => {
    const page = await showHtml(context, { 'index.html': html });
    const clock = new ManualClock();
    let isOver = false;
    const waiting = untilRuntimeIsReady(page, clock, new AbortController().signal);
    void waiting.then(() => (isOver = true));
    const later = async (milliseconds: number): Promise<void> => {
      await until('the page is asked', () => clock.pending > 0 || isOver);
      clock.advance(milliseconds);
    };
    await later(bound - 10);
    await until('the page is asked again', () => clock.pending > 0);
    assert.equal(isOver, false);
    await later(25);
    await waiting;
    await untilRuntimeIsReady(page, clock, AbortSignal.abort());
  });
}

test('a page without .NET says so', limit, async (context) => {
  const page = await showHtml(context, { 'index.html': '<title>plain</title>' });
  const serviceWorkers = { scopes: [], isControlled: false };
  assert.deepEqual(await runtimeState(page), { runtime: undefined, serviceWorkers });
});

test(
  'a runtime from before .NET 10 is understood, and one without information',
  limit,
  async (context) => {
    const resources = {
      assembly: { 'App.wasm': 'sha256-1', 'Lib.wasm': 'sha256-2' },
      pdb: { 'App.pdb': 'sha256-3' },
    };
    const config = { mainAssemblyName: 'App', resources };
    const old = `globalThis.getDotnetRuntime = (id) => id === 0 ? {
    runtimeBuildInfo: { productVersion: '8.0.11' },
    INTERNAL: { mono_wasm_runtime_is_ready: true },
    getConfig: () => (${JSON.stringify(config)}),
  } : undefined`;
    const page = await showHtml(context, { 'index.html': `<script>${old}</script>` });
    assert.deepEqual((await runtimeState(page)).runtime, {
      productVersion: '8.0.11',
      isReady: true,
      mainAssemblyName: 'App',
      assemblies: ['App.wasm', 'Lib.wasm'],
      symbols: ['App.pdb'],
    });
    await page.evaluate('void (globalThis.getDotnetRuntime = () => ({}))', z.undefined());
    const runtime = { isReady: false, assemblies: [], symbols: [] };
    assert.deepEqual((await runtimeState(page)).runtime, runtime);
  },
);

test('a service worker that answers for a page is detected', limit, async (context) => {
  const page = await showHtml(context, {
    'index.html': `<script>navigator.serviceWorker.register('worker.js');</script>`,
    'worker.js': `
      addEventListener('activate', (event) => event.waitUntil(clients.claim()));
      addEventListener('fetch', () => {});`,
  });
  await until('the worker has taken over', async () => {
    return (await runtimeState(page)).serviceWorkers?.isControlled === true;
  });
  const origin = await page.evaluate('location.origin', z.string());
  const { serviceWorkers } = await runtimeState(page);
  assert.deepEqual(serviceWorkers, { scopes: [`${origin}/`], isControlled: true });
});

test('a page at a breakpoint still reports its runtime', limit, async (context) => {
  const page = await showHtml(context, {
    'index.html': '<script>globalThis.getDotnetRuntime = () => ({});</script>',
  });
  const { connection } = browser.pages;
  const wanted = { targetId: page.targetId, flatten: true };
  const attached = await connection.send('Target.attachToTarget', wanted);
  const sessionId = String(Reflect.get(attached as object, 'sessionId'));
  await connection.send('Debugger.enable', {}, sessionId);
  const standing = connection.send('Runtime.evaluate', { expression: 'debugger' }, sessionId);
  await until('it is paused', async () => (await runtimeState(page)).serviceWorkers === undefined);
  const { runtime } = await runtimeState(page);
  assert.equal(runtime?.isReady, false);
  await connection.send('Debugger.resume', {}, sessionId);
  await standing;
});

const app = '<script>globalThis.getDotnetRuntime = () => ({})</script>';
const places = [
  ['WebAssembly alone', app, { kind: 'page' }],
  ['no .NET', '', { kind: 'nowhere' }],
  [
    'a circuit alone',
    `${app}<script>globalThis.Blazor = { reconnect() {} }</script>`,
    { kind: 'server' },
  ],
  [
    'a circuit and WebAssembly',
    `${app}<script>globalThis.Blazor = { reconnect() {}, platform: {} }</script>`,
    { kind: 'page' },
  ],
] as const;

for (const [what, html, place] of places) {
  test(`a page with ${what} reports where its code runs`, limit, async (context) => {
    const page = await showHtml(context, { 'index.html': `<!doctype html>${html}` });
    assert.deepEqual(await runPlace(page), place);
  });
}

test('a page whose app is in a frame reports it', limit, async (context) => {
  const page = await showHtml(context, {
    'index.html': '<!doctype html><iframe srcdoc="none"></iframe><iframe src="app.html"></iframe>',
    'app.html': `<!doctype html>${app}`,
  });
  const place = await runPlace(page);
  assert.equal(place.kind, 'frame');
  assert.match(place.kind === 'frame' ? place.url : '', /\/app\.html$/);
});
