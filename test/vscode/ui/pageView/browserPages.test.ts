import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { editor } from '../../../../tools/fixtures/editorStandIn.ts';
import { Page } from '../../../../src/browser/page/page.ts';
import { PageSession } from '../../../../src/browser/view/pageSession.ts';
import { systemClock } from '../../../../src/common/clock.ts';
import { PagePauses } from '../../../../src/vscode/debug/page/pagePauses.ts';
import { afterTest } from '../../../../tools/fixtures/afterTest.ts';
import { RecordingLog } from '../../../../tools/fixtures/recordingLog.ts';
import { until } from '../../../../tools/fixtures/waiting.ts';
import { untilValue } from '../../../../tools/fixtures/web/pageValue.ts';
import { PageFixture, servePage } from '../../../browser/page/pageFixture.ts';
import { CutLink } from '../../../browser/view/cutLink.ts';
import { lastPanel, TabFixture, viewport } from './tabFixture.ts';

const { BrowserPages } = await import('../../../../src/vscode/ui/pageView/browserPages.ts');
const { PageTab } = await import('../../../../src/vscode/ui/pageView/pageTab.ts');

const browserFixture = new PageFixture();

/** A page and a window that it opens. */
async function openPages(context: TestContext, viewUri = browserFixture.browser.browserUri) {
  const server = await servePage(context, '<title>Shop</title>');
  const first = await browserFixture.openPage(context);
  await first.navigate(server.url);
  const { browserUri, pages: targets } = browserFixture.browser;
  const tabs = new TabFixture(context);
  const clock = systemClock;
  const log = new RecordingLog();
  const pauses = new PagePauses(clock);
  const pages = await BrowserPages.open({
    browserUri: viewUri,
    first: { browserUri, targetId: first.targetId, isShared: true },
    sessionTitle: 'Shop',
    kept: undefined,
    pauses,
    clock,
    log,
    viewHost: {
      clock,
      log,
      copy: () => undefined,
      chooseFiles: () => Promise.resolve([]),
      openOutside: () => undefined,
    },
    browserHost: {
      clock,
      log,
      downloadFolder: () => Promise.resolve(undefined),
      downloaded: () => undefined,
      refused: () => undefined,
    },
    openTab: (title, place) => PageTab.open(title, place, tabs.options),
  });
  afterTest(context, async () => {
    pages.dispose();
    pauses.dispose();
  });
  return {
    pages,
    first,
    log,
    /** Opens the window and returns both sides of it. */
    openSecond: async () => {
      await openWindow(browserUri, first.targetId);
      await until('the new window is known', () => pages.pages.length === 2);
      const [, window] = pages.pages;
      assert.ok(window !== undefined);
      const second = await Page.attach(window.targetId, targets, clock);
      afterTest(context, () => second.dispose());
      return { window, second };
    },
  };
}

test('a page behind another one is brought to the front when its tab opens', async (context) => {
  editor.panels = [];
  const { first, openSecond, pages } = await openPages(context);
  const { second, window } = await openSecond();
  const { connection } = browserFixture.browser.pages;
  await connection.send('Target.activateTarget', { targetId: first.targetId });
  await untilValue(second, 'document.visibilityState', 'hidden');

  pages.showPage(window, true);
  assert.equal(editor.panels.length, 1);
  await untilValue(second, 'document.visibilityState', 'visible');
});

test('a window stays in front though its opener gets the focus late', async (context) => {
  editor.panels = [];
  const { openSecond, pages } = await openPages(context);
  pages.show(true);
  const { second } = await openSecond();
  const [opener] = editor.panels;
  assert.ok(opener !== undefined && editor.panels.length === 2);
  // The editor reports the click that has opened the window, and then that the window's tab covers the opener's.
  opener.active = true;
  opener.setVisible(true);
  await untilValue(second, 'document.visibilityState', 'hidden');
  opener.active = false;
  opener.setVisible(false);
  await untilValue(second, 'document.visibilityState', 'visible');
});

test('a tab connects again when it loses its connection to the page', async (context) => {
  const link = await CutLink.open(context, browserFixture.browser.browserUri);
  const { log, pages } = await openPages(context, link.address);
  pages.show(true);
  const panel = lastPanel();
  panel.say({ type: 'ready', viewport: { ...viewport, scale: 1 } });
  const frames = (): number => panel.received.filter(isFrame).length;
  await until('the page is shown', () => frames() > 0);

  const before = { frames: frames(), connections: link.connections };
  link.cut();
  await until('the tab connects again', () => link.connections > before.connections);
  await until('the page is shown again', () => frames() > before.frames);

  // The end of a session may take longer than that of its browser.
  const shown = frames();
  link.close();
  await until('no connection is possible', () => log.lines.some(isFailure));
  assert.ok(!panel.isDisposed && panel.received.every((update) => !hasEnded(update)));
  link.reopen();
  await until('the page is shown once more', () => frames() > shown);
});

function isFailure(line: string): boolean {
  return line.includes("can't be shown in its tab");
}

function isFrame(update: unknown): boolean {
  return (update as { readonly type: string }).type === 'frame';
}

function hasEnded(update: unknown): boolean {
  return (update as { readonly status?: { readonly state: string } }).status?.state === 'ended';
}

/** Opens a window as a user's click does. */
async function openWindow(browserUri: string, targetId: string): Promise<void> {
  const session = await PageSession.attach(browserUri, targetId, systemClock);
  const expression = 'void open("?second")';
  await session.send('Runtime.evaluate', { expression, userGesture: true });
  session.dispose();
}
