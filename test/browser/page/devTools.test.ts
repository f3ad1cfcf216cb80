import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { type WebSocket, WebSocketServer } from 'ws';
import { DevToolsConnection } from '../../../src/browser/page/devTools.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { openBrowser } from '../../../tools/fixtures/web/browsers.ts';

const limit = { timeout: 240_000 };

/** A server that imitates a misbehaving browser. */
async function serve(context: TestContext, answer: (socket: WebSocket, text: string) => void) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => answer(socket, data.toString()));
  });
  await once(server, 'listening');
  afterTest(context, () => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  const uri = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const connection = await DevToolsConnection.open(uri, systemClock);
  afterTest(context, () => connection.dispose());
  return connection;
}

test('a browser responds, refuses, and is shared by several clients', limit, async (context) => {
  const browser = await openBrowser(context);
  const other = await DevToolsConnection.open(browser.browserUri, systemClock);
  const version = await other.send('Browser.getVersion');
  assert.match(String(Reflect.get(version as object, 'product')), /Chrom/);
  await browser.pages.connection.send('Browser.getVersion');
  await assert.rejects(other.send('Browser.fly'), {
    code: 'DevToolsRefused',
    message: /refused Browser\.fly: .*fly/,
  });
  other.dispose();
  await other.closed;
  await browser.pages.connection.send('Browser.getVersion');
});

test('pending requests are rejected when the browser dies', limit, async (context) => {
  const browser = await openBrowser(context);
  const { connection } = browser.pages;
  const targets = await connection.send('Target.createTarget', { url: 'about:blank' });
  const targetId = Reflect.get(targets as object, 'targetId');
  const attached = await connection.send('Target.attachToTarget', { targetId, flatten: true });
  const sessionId = String(Reflect.get(attached as object, 'sessionId'));
  const expression = 'new Promise(() => {})';
  const asked = { expression, awaitPromise: true };
  const pending = connection.send('Runtime.evaluate', asked, sessionId);
  const rejected = assert.rejects(pending, { code: 'BrowserConnectionClosed' });
  process.kill(browser.pid, 'SIGKILL');
  await rejected;
  await connection.closed;
  await assert.rejects(connection.send('Browser.getVersion'), {
    code: 'BrowserConnectionClosed',
    message: /before it answered Browser\.getVersion/,
  });
});

test('pending requests are rejected when the connection is closed here', limit, async (context) => {
  const connection = await serve(context, () => {});
  const rejected = assert.rejects(connection.send('Browser.getVersion'), {
    code: 'BrowserConnectionClosed',
  });
  connection.dispose();
  await rejected;
});

test('events are reported with their session', limit, async (context) => {
  const connection = await serve(context, (socket, text) => {
    const { id } = JSON.parse(text) as { id: number };
    socket.send(JSON.stringify({ method: 'Page.loaded', params: { at: 1 }, sessionId: 'one' }));
    socket.send(JSON.stringify({ method: 'Target.gone', params: {} }));
    socket.send(JSON.stringify({ id: 4711, result: 'nobody asked' }));
    socket.send(JSON.stringify({ id, result: { done: true } }));
  });
  const heard: unknown[] = [];
  connection.events((event) => heard.push(event));
  assert.deepEqual(await connection.send('Page.load'), { done: true });
  assert.deepEqual(heard, [
    { method: 'Page.loaded', params: { at: 1 }, sessionId: 'one' },
    { method: 'Target.gone', params: {}, sessionId: undefined },
  ]);
});

test('pending requests to a detached page are rejected, and no others', limit, async (context) => {
  const connection = await serve(context, (socket, text) => {
    const { id, method } = JSON.parse(text) as { id: number; method: string };
    if (method === 'Answer') socket.send(JSON.stringify({ id, result: {} }));
    if (method !== 'Leave') return;
    const params = { sessionId: 'one' };
    socket.send(JSON.stringify({ method: 'Target.detachedFromTarget', params }));
  });
  const left = assert.rejects(connection.send('Runtime.evaluate', {}, 'one'), {
    code: 'PageClosed',
  });
  const stays = connection.send('Runtime.evaluate', {}, 'two');
  const closed = assert.rejects(stays, { code: 'BrowserConnectionClosed' });
  const leaving = assert.rejects(connection.send('Leave'), { code: 'BrowserConnectionClosed' });
  await left;
  await connection.send('Answer');
  connection.dispose();
  await Promise.all([closed, leaving]);
});

for (const nonsense of ['{', '[]', '{"id":"one"}']) {
  test(`a browser that sends ${nonsense} is disconnected`, limit, async (context) => {
    const connection = await serve(context, (socket) => socket.send(nonsense));
    await assert.rejects(connection.send('Browser.getVersion'), {
      code: 'BrowserConnectionClosed',
    });
    await connection.closed;
  });
}

test('connecting to a closed port fails', limit, async () => {
  await assert.rejects(
    DevToolsConnection.open('ws://127.0.0.1:9/devtools/browser/x', systemClock),
    {
      code: 'BrowserConnectionFailed',
      message: /127\.0\.0\.1:9/,
    },
  );
});
