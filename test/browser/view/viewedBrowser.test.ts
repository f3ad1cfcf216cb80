import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Page } from '../../../src/browser/page/page.ts';
import { PageSession } from '../../../src/browser/view/pageSession.ts';
import { ViewedBrowser, type ViewedTarget } from '../../../src/browser/view/viewedBrowser.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { untilValue } from '../../../tools/fixtures/web/pageValue.ts';
import { PageFixture, servePage } from '../page/pageFixture.ts';

// Otherwise windows open only once for each click.
const fixture = new PageFixture({ extraArguments: ['--disable-popup-blocking'] });

/** A viewed page with what its browser reports. */
interface Viewed {
  readonly page: Page;
  readonly browser: ViewedBrowser;
  readonly opened: ViewedTarget[];
  readonly closed: string[];
  /** The codes of what was reported. */
  readonly refused: string[];
}

async function viewPage(context: TestContext): Promise<Viewed> {
  const server = await servePage(context, '<title>Shop</title>');
  const page = await fixture.openPage(context);
  await page.navigate(server.url);
  const refused: string[] = [];
  const { browserUri } = fixture.browser;
  const first = { browserUri, targetId: page.targetId, isShared: true };
  const browser = await ViewedBrowser.open(first, {
    clock: systemClock,
    log: new RecordingLog(),
    downloadFolder: () => Promise.resolve(undefined),
    downloaded: () => undefined,
    refused: ({ code }) => refused.push(code),
  });
  afterTest(context, () => browser.dispose());
  const opened: ViewedTarget[] = [];
  const closed: string[] = [];
  browser.opened((target) => opened.push(target));
  browser.closed((targetId) => closed.push(targetId));
  return { page, browser, opened, closed, refused };
}

/** Runs a script as if the user had clicked, without which pages open no windows. */
async function run({ targetId }: Page, script: string): Promise<void> {
  const { browserUri } = fixture.browser;
  const session = await PageSession.attach(browserUri, targetId, systemClock);
  await session.send('Runtime.evaluate', { expression: script, userGesture: true });
  session.dispose();
}

test('the first page is known at once, and where it goes', async (context) => {
  const { browser, page } = await viewPage(context);
  assert.deepEqual(
    browser.targets.map(({ targetId }) => targetId),
    [page.targetId],
  );
  await page.navigate('about:blank');
  await until('its address has changed', () => browser.targets[0]?.url === 'about:blank');
});

test('windows of a viewed page are followed until they are closed', async (context) => {
  const { browser, closed, opened, page } = await viewPage(context);
  await fixture.openPage(context);
  await run(page, "window.inner = window.open('')");
  await until('the window is followed', () => opened.length === 1);
  assert.equal(browser.targets.length, 2);
  await run(page, 'inner.close()');
  await until('it is closed', () => closed.length === 1);
  assert.deepEqual(
    closed,
    opened.map(({ targetId }) => targetId),
  );
});

test('a page behind its window is drawn again once it is activated', async (context) => {
  const { browser, opened, page } = await viewPage(context);
  await run(page, "window.open(''); undefined");
  await until('the window is open', () => opened.length === 1);
  await browser.activate(page.targetId);
  await untilValue(page, 'document.visibilityState', 'visible');
});

test('a page that opens windows in a loop gets twenty, and is told once', async (context) => {
  const { browser, page, refused } = await viewPage(context);
  const others = (await fixture.browser.pages.list()).length - 1;
  for (let count = 0; count < 22; count++) await run(page, "window.open('')");
  await until('there are no more', async () => {
    const open = await fixture.browser.pages.list();
    return refused.length > 0 && open.length === others + browser.targets.length;
  });
  assert.equal(browser.targets.length, 20);
  assert.deepEqual(refused, ['PageWindowsLimited']);
});

test('a window that is refused opens no other one either', async (context) => {
  const { browser, opened, page, refused } = await viewPage(context);
  for (let count = 0; count < 19; count++) await run(page, "window.open('')");
  await until('there are twenty pages', () => browser.targets.length === 20);
  await run(page, "window.refused = open(''); window.further = refused.open('')");
  await untilValue(page, 'refused.closed && further.closed', true);
  assert.equal(opened.length, 19);
  assert.equal(refused.length, 1);
});
