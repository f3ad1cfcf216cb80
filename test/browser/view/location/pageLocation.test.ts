import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import * as z from 'zod/mini';
import { navigate } from '../../../../src/browser/view/location/navigate.ts';
import { PageLocation } from '../../../../src/browser/view/location/pageLocation.ts';
import { systemClock } from '../../../../src/common/clock.ts';
import { afterTest } from '../../../../tools/fixtures/afterTest.ts';
import { until } from '../../../../tools/fixtures/waiting.ts';
import { untilValue } from '../../../../tools/fixtures/web/pageValue.ts';
import { PageFixture } from '../../page/pageFixture.ts';
import { collect, ViewedPage } from '../viewedPage.ts';

const limit = { timeout: 240_000 };
const fixture = new PageFixture();

async function openLocation(context: TestContext, html: string) {
  const viewed = await ViewedPage.open(context, fixture, html);
  await viewed.session.send('Page.resetNavigationHistory');
  const location = new PageLocation(viewed.session, viewed.world, systemClock);
  afterTest(context, () => location.dispose());
  const updates = collect(context, location.updates);
  await viewed.world.install();
  await location.start();
  return { viewed, location, updates };
}

test('address, title, history and loading state are told', limit, async (context) => {
  const { viewed, location } = await openLocation(context, '<title>First</title>');
  const { session, url } = viewed;
  const go = (to: 'back' | 'forward' | 'reload' | 'reloadWithoutCache'): Promise<void> =>
    navigate(session, { to }, url);
  const is = (wanted: object): Promise<void> =>
    until(JSON.stringify(wanted), () => isPart(location.current, wanted));
  await is({ url, title: 'First', canGoBack: false, canGoForward: false, isLoading: false });
  await navigate(session, { to: 'url', url: '/#part' }, location.current.url);
  await is({ url: `${url}#part`, canGoBack: true, canGoForward: false });
  await go('back');
  await is({ url, canGoBack: false, canGoForward: true });
  await go('back');
  await go('forward');
  await is({ url: `${url}#part`, canGoBack: true, canGoForward: false });
  await viewed.page.evaluate('document.title = "Second\\u202e\\n"', z.unknown());
  await is({ title: String.raw`Second\u202e` });
  for (const to of ['reload', 'reloadWithoutCache'] as const) {
    await viewed.page.evaluate('globalThis.before = true', z.unknown());
    await go(to);
    await untilValue(viewed.page, 'globalThis.before ?? "new"', 'new');
    await is({ title: 'First', isLoading: false });
  }
});

test('a page that does not finish loading can be stopped', limit, async (context) => {
  const { viewed, location } = await openLocation(context, '<title>Waiting</title>');
  const server = await silentServer(context);
  viewed.session.post('Page.navigate', { url: server });
  await until('it loads', () => location.current.isLoading);
  await navigate(viewed.session, { to: 'stop' }, viewed.url);
  await until('it has stopped', () => !location.current.isLoading);
});

test('an address that leads nowhere is an error', limit, async (context) => {
  const { viewed } = await openLocation(context, '');
  const go = (url: string): Promise<void> =>
    navigate(viewed.session, { to: 'url', url }, viewed.url);
  await assert.rejects(go('javascript:document.title="run"'), { code: 'PageUrlInvalid' });
  await assert.rejects(go('127.0.0.1:1'), { code: 'PagePortUnsafe' });
  await assert.rejects(go('nowhere.invalid'), { code: 'PageHostUnknown' });
});

test('a flood of titles and addresses is told in a few bounded updates', limit, async (context) => {
  const { viewed, location, updates } = await openLocation(context, '<title>Calm</title>');
  const began = performance.now();
  const expression = `
    const end = performance.now() + 1500;
    const flood = () => {
      for (let i = 0; i < 100; i++) document.title = 'Flood ' + i;
      document.title = 'x'.repeat(1_000_000);
      try { history.pushState('', '', '?' + 'y'.repeat(100_000) + performance.now()); } catch {}
      if (performance.now() < end) setTimeout(flood);
      else document.title = 'Done';
    };
    flood();`;
  viewed.session.post('Runtime.evaluate', { expression });
  await until('it is over', () => location.current.title === 'Done');
  const intervals = (performance.now() - began) / 100;
  assert.ok(updates.length <= intervals + 1, `${updates.length} updates in ${intervals} intervals`);
  for (const update of updates) assert.ok(JSON.stringify(update).length < 11_000);
});

/** Whether a value has all properties of another one. */
function isPart(value: object, part: object): boolean {
  return Object.entries(part).every(([name, wanted]) => Reflect.get(value, name) === wanted);
}

/** A server that never answers. */
async function silentServer(context: TestContext): Promise<string> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  afterTest(context, () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
