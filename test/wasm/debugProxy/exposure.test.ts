// What the ports of a debugged page offer to anything but its debugger.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { test, type TestContext } from 'node:test';
import { WebSocket } from 'ws';
import type { DebuggableBrowser } from '../../../src/browser/program/browserProcess.ts';
import { browserAnswers } from '../../../src/wasm/debugProxy/browserAnswers.ts';
import { LaunchScope } from '../../../src/common/launchScope.ts';
import { openProxyRelay } from '../../../src/wasm/debugProxy/pageRelay.ts';
import { RelayServer } from '../../../src/wasm/debugProxy/relay/relayServer.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { openBrowser } from '../../../tools/fixtures/web/browsers.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { openProxy } from './proxyFixture.ts';

const limit = { timeout: 240_000 };

/** A debug proxy for a browser, with a relay between them. */
async function relayed(context: TestContext) {
  const browser = await openBrowser(context);
  const server = await RelayServer.listen();
  afterTest(context, () => server.dispose());
  const scope = new LaunchScope();
  afterTest(context, () => scope.release());
  const { browserUri, devToolsPort: port } = browser;
  const found = { browserUri, devTools: { address: '127.0.0.1', port } };
  const host = { clock: systemClock, log: new RecordingLog() };
  const nothingFound = (): Promise<undefined> => Promise.resolve(undefined);
  const options = { host, scope };
  const uri = await openProxyRelay(server, Promise.resolve(found), nothingFound, options);
  const proxy = await openProxy(context, { devToolsPort: server.address.port });
  return { browser, proxy, inspectUri: proxy.inspectUri(uri) };
}

const leadsToBrowser = (uri: string): Promise<boolean> => browserAnswers(uri, systemClock);

test(
  "our debug proxy reaches the browser by its relay's path only, and only once",
  limit,
  async (context) => {
    const { browser, inspectUri, proxy } = await relayed(context);
    assert.equal(await leadsToBrowser(proxy.inspectUri(browser.browserUri)), false);
    const { host } = new URL(inspectUri);
    for (const path of ['/', '/json', '/json/list', '/json/version']) {
      const answer = await fetch(`http://${host}${path}`);
      assert.doesNotMatch(await answer.text(), /devtools\/(browser|page)\//, path);
    }
    assert.equal(await leadsToBrowser(inspectUri), true);
    assert.equal(await leadsToBrowser(inspectUri), false);
  },
);

test("without relays it connects with the browser's path", limit, async (context) => {
  const browser = await openBrowser(context);
  const proxy = await openProxy(context, browser);
  const inspectUri = proxy.inspectUri(browser.browserUri);
  assert.equal(await leadsToBrowser(inspectUri), true);
  assert.equal(await leadsToBrowser(inspectUri), true);
});

/** The status of a browser's response to a DevTools request for its pages with this host name. */
async function statusFor({ devToolsPort: port }: DebuggableBrowser, host: string): Promise<number> {
  const request = get({ host: '127.0.0.1', port, path: '/json/list', headers: { host } });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode ?? 0;
}

test("web pages cannot use a browser's DevTools", limit, async (context) => {
  const browser = await openBrowser(context);
  const socket = new WebSocket(browser.browserUri, { origin: 'http://localhost:5000' });
  socket.on('error', () => undefined);
  const [, { statusCode }] = (await once(socket, 'unexpected-response')) as [
    unknown,
    IncomingMessage,
  ];
  assert.equal(statusCode, 403);
  socket.terminate();
  assert.equal(await statusFor(browser, 'rebound.example'), 500);
  assert.equal(await statusFor(browser, `127.0.0.1:${browser.devToolsPort}`), 200);
});
