import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { browserAnswers } from '../../../src/wasm/debugProxy/browserAnswers.ts';
import { startDebugProxy } from '../../../src/wasm/debugProxy/debugProxy.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { openBrowser } from '../../../tools/fixtures/web/browsers.ts';
import { knownPid } from '../../../tools/fixtures/processes/knownPid.ts';
import { isRunning, untilGone } from '../../../tools/fixtures/processes/processes.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { installedHost, openProxy, options } from './proxyFixture.ts';

const limit = { timeout: 240_000 };
const nowhere = { address: '127.0.0.1', port: 9 };

test('a browser responds through its proxy until that is closed', limit, async (context) => {
  const browser = await openBrowser(context);
  const proxy = await openProxy(context, browser);
  const uri = proxy.inspectUri(browser.browserUri);
  assert.equal(new URL(uri).pathname, new URL(browser.browserUri).pathname);
  assert.notEqual(new URL(uri).port, String(browser.devToolsPort));
  assert.ok(await browserAnswers(uri, systemClock));
  assert.equal(proxy.version, (await installedHost()).version);
  const pid = knownPid(proxy.pid);
  assert.ok(isRunning(pid));
  await Promise.all([proxy.close(), proxy.close()]);
  await proxy.ended;
  assert.equal(isRunning(pid), false);
  assert.equal(await browserAnswers(uri, systemClock), false);
});

test('two browsers have separate proxies', limit, async (context) => {
  const browsers = await Promise.all([openBrowser(context), openBrowser(context)]);
  const proxies = await Promise.all(browsers.map((browser) => openProxy(context, browser)));
  for (const [index, browser] of browsers.entries()) {
    const uri = proxies[index]?.inspectUri(browser.browserUri) ?? '';
    assert.ok(await browserAnswers(uri, systemClock));
  }
});

test('a killed proxy counts as ended', limit, async () => {
  const proxy = await startDebugProxy(
    { host: await installedHost(), devTools: nowhere, justMyCode: true },
    options,
  );
  process.kill(knownPid(proxy.pid), 'SIGKILL');
  await proxy.ended;
});

test("variables for the user's servers do not reach a proxy", limit, async (context) => {
  const environment = {
    ...options.launchContext.environment,
    ASPNETCORE_URLS: 'http://127.0.0.1:1',
    DOTNET_URLS: 'http://127.0.0.1:1',
    URLS: 'http://127.0.0.1:1',
  };
  const launchContext = { ...options.launchContext, environment };
  const plan = { host: await installedHost(), devTools: nowhere, justMyCode: true };
  const proxy = await startDebugProxy(plan, { ...options, launchContext });
  afterTest(context, () => proxy.close());
  assert.notEqual(new URL(proxy.inspectUri('ws://x/devtools/browser/1')).port, '1');
});

test('a cancelled proxy is ended', limit, async () => {
  const abort = new AbortController();
  const plan = { host: await installedHost(), devTools: nowhere, justMyCode: true };
  const starting = startDebugProxy(plan, options, abort.signal);
  abort.abort(new Error('given up'));
  await assert.rejects(starting, /given up/);
  await assert.rejects(startDebugProxy(plan, options, abort.signal), /given up/);
});

test('the error of a proxy that does not start has the reason', limit, async (context) => {
  const path = join(await temporaryFolder(context), 'BrowserDebugHost.dll');
  const plan = { host: { path, version: '10.0.1' }, devTools: nowhere, justMyCode: true };
  await assert.rejects(startDebugProxy(plan, options), { code: 'DebugProxyNotStarted' });
  await writeFile(path, 'no assembly');
  await assert.rejects(startDebugProxy(plan, options), (error: Error & { code?: string }) => {
    assert.equal(error.code, 'DebugProxyNotStarted');
    assert.match(error.message, /\.NET 10\.0\.1.*BrowserDebugHost/s);
    return true;
  });
});

const owner = `
  import { browserAnswers } from '../../../src/wasm/debugProxy/browserAnswers.ts';
import { startDebugProxy } from '../../../src/wasm/debugProxy/debugProxy.ts';
  import { installedHost, options } from './proxyFixture.ts';
  const devTools = { address: '127.0.0.1', port: 9 };
  const proxy = await startDebugProxy({ host: await installedHost(), devTools, justMyCode: true }, options);
  console.log(proxy.pid);
`;

test('a proxy exits when its owner is killed', limit, async () => {
  const args = ['--input-type=module-typescript', '-e', owner];
  const child = spawn(process.execPath, args, {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
  const pid = Number(chunk.toString('utf8'));
  assert.ok(isRunning(pid));
  child.kill('SIGKILL');
  await untilGone([pid]);
});
