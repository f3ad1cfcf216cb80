import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import * as z from 'zod/mini';
import type { Page } from '../../../src/browser/page/page.ts';
import { PageSession } from '../../../src/browser/view/pageSession.ts';
import { ViewedBrowser, type ViewedTarget } from '../../../src/browser/view/viewedBrowser.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { busyTime } from '../../../tools/fixtures/time/busyTime.ts';
import { untilValue } from '../../../tools/fixtures/web/pageValue.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { PageFixture, servePage } from '../page/pageFixture.ts';
import { CutLink } from './cutLink.ts';
import { collect } from './viewedPage.ts';

const limit = { timeout: 240_000 };
const fixture = new PageFixture();
const svg = '<svg xmlns="http://www.w3.org/2000/svg"/>';

async function view(
  context: TestContext,
  html: string,
  files: Readonly<Record<string, string>> = {},
  browserUri = fixture.browser.browserUri,
) {
  const server = await servePage(context, html, files);
  const page = await fixture.openPage(context);
  await page.navigate(server.url);
  const first = { browserUri, targetId: page.targetId, isShared: true };
  const browser = await ViewedBrowser.open(first, {
    clock: systemClock,
    log: new RecordingLog(),
    downloadFolder: () => Promise.resolve(undefined),
    downloaded: () => undefined,
    refused: () => undefined,
  });
  afterTest(context, () => browser.dispose());
  const changes = collect(context, browser.changed);
  const current = (): ViewedTarget | undefined => browser.targets[0];
  return { browser, page, changes, current, icon: () => toText(current()?.favicon) };
}

/** Serves a browser whose pages all seem to have an old title. */
async function serveOldTitles(context: TestContext, address: string): Promise<string> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('connection', (client) => {
    const browser = new WebSocket(address, { perMessageDeflate: false });
    const opened = once(browser, 'open');
    client.on('message', (data: Buffer) => {
      void opened.then(() => browser.send(data.toString('utf8')));
    });
    browser.on('message', (data: Buffer) =>
      client.send(data.toString('utf8').replace(/"title":"[^"]*"/g, '"title":"Old"')),
    );
    client.on('close', () => browser.close());
  });
  await once(server, 'listening');
  afterTest(context, () => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** Runs a script as if the user had clicked, without which pages open no windows. */
async function run({ targetId }: Page, script: string): Promise<void> {
  const { browserUri } = fixture.browser;
  const session = await PageSession.attach(browserUri, targetId, systemClock);
  await session.send('Runtime.evaluate', { expression: script, userGesture: true });
  session.dispose();
}

function toText(bytes: Uint8Array | undefined): string | undefined {
  return bytes && Buffer.from(bytes).toString('utf8');
}

test(
  'the icon of a page is read from its own site, and again when it changes',
  limit,
  async (context) => {
    const html = '<title>With icon</title><link rel="shortcut icon" href="icon.svg">';
    const { changes, current, icon, page } = await view(context, html, { 'icon.svg': svg });
    await until('it has its icon', () => icon() === svg);
    await until('its title is known', () => current()?.title === 'With icon');
    await until('it is told', () => changes.some(({ favicon }) => toText(favicon) === svg));
    const other = `data:image/svg+xml,${encodeURIComponent('<svg id="other"/>')}`;
    const change = `document.querySelector('link').href = ${JSON.stringify(other)}; document.title = 'Other'`;
    await page.evaluate(change, z.unknown());
    await until('it has the other icon', () => icon() === '<svg id="other"/>');
    await page.evaluate(
      "document.querySelector('link').href = 'http://example.invalid/x'; document.title = ''",
      z.unknown(),
    );
    await until('it has none', () => icon() === undefined);
  },
);

test('the usual icon of a site is used, but none that is too large', limit, async (context) => {
  const usual = await view(context, '<title>Usual</title>', { 'favicon.ico': svg });
  await until('it has its icon', () => usual.icon() === svg);
  const html = '<title>Large</title><link rel="icon" href="large.svg">';
  const large = await view(context, html, {
    'large.svg': svg + ' '.repeat(200_000),
    'small.svg': svg,
  });
  const change = "document.querySelector('link').href = 'small.svg'; document.title = 'Small'";
  await until('its title is known', () => large.current()?.title === 'Large');
  assert.equal(large.icon(), undefined);
  await large.page.evaluate(change, z.unknown());
  await until('it has the small one', () => large.icon() === svg);
});

test('pages are followed again when their connections are cut', limit, async (context) => {
  const link = await CutLink.open(context, fixture.browser.browserUri);
  const html = '<title>Before</title><link rel="icon" href="icon.svg">';
  const viewed = await view(context, html, { 'icon.svg': svg }, link.address);
  const { browser, current, icon, page } = viewed;
  const opened = collect(context, browser.opened);
  const closed = collect(context, browser.closed);
  await until('the icon is known', () => icon() === svg);
  await run(page, "window.early = open('?early')");
  await until('the early window is followed', () => opened.length === 1);
  await until('the first title is known', () => current()?.title === 'Before');
  // Chromium may keep a window that is closed while its document is loading.
  await untilValue(page, `early.location.search + early.document.readyState`, '?earlycomplete');

  link.close();
  await run(page, 'early.close()');
  const other = `data:image/svg+xml,${encodeURIComponent('<svg id="other"/>')}`;
  const change = `document.querySelector('link').href = ${JSON.stringify(other)}; document.title = 'After'`;
  await page.evaluate(change, z.unknown());
  await run(page, "void open('?late')");
  link.reopen();
  await until('the end of the early window is known', () => closed[0] === opened[0]?.targetId);
  const isLate = ({ url }: ViewedTarget): boolean => url.endsWith('?late');
  await until('the late window is followed', () => browser.targets.some(isLate));
  await until('the title is known', () => current()?.title === 'After');
  await until('the icon is known again', () => icon() === '<svg id="other"/>');
  await page.evaluate("document.title = 'Later'", z.unknown());
  await until('its next title is known, too', () => current()?.title === 'Later');
  assert.equal(browser.targets.length, 2);
});

test(
  'a title of the page is not replaced by an older one of the browser',
  limit,
  async (context) => {
    const address = await serveOldTitles(context, fixture.browser.browserUri);
    const { current, page } = await view(context, '<title>New</title>', {}, address);
    await until('the title is known', () => current()?.title === 'New');
    await page.evaluate("location.hash = 'place'", z.unknown());
    await until('the address is known', () => current()?.url.endsWith('#place') === true);
    assert.equal(current()?.title, 'New');
  },
);

test('a flood of enormous titles is told rarely, short and printable', limit, async (context) => {
  const { changes, current, page } = await view(context, '<title>Calm</title>');
  const began = performance.now();
  const busyBefore = busyTime();
  const script = `void (() => {
    const end = performance.now() + 2000;
    const flood = () => {
      for (let i = 0; i < 1000; i++) document.title = i + '\\u202e' + 'x'.repeat(100_000);
      if (performance.now() < end) setTimeout(flood);
      else document.title = 'Done';
    };
    setTimeout(flood);
  })()`;
  await page.evaluate(script, z.unknown());
  await until('it is over', () => current()?.title === 'Done');
  const took = performance.now() - began;
  assert.ok(changes.length <= took / 200 + 2, `${changes.length} changes in ${took} ms`);
  for (const { title } of changes) assert.ok(title.length < 350 && !title.includes('\u202e'));
  const busy = busyTime() - busyBefore;
  assert.ok(busy < took / 2, `${busy} of ${took} ms of a core`);
});
