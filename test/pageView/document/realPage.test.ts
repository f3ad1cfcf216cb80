import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Page } from '../../../src/browser/page/page.ts';
import { PageView } from '../../../src/browser/view/pageView.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import type { Color } from '../../../tools/fixtures/pageView/png.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { untilValue } from '../../../tools/fixtures/web/pageValue.ts';
import { PageFixture, servePage } from '../../browser/page/pageFixture.ts';
import { type Tab, UserBrowser } from './tabFixture.ts';

const user = new UserBrowser();
const pages = new PageFixture();

interface ShownPage {
  readonly page: Page;
  readonly tab: Tab;
}

/** Shows a page of one browser in the tab of another one. */
async function showPage(context: TestContext, body: string, pixelRatio = 1): Promise<ShownPage> {
  const server = await servePage(context, `<!doctype html><body style="margin: 0">${body}`);
  const page = await pages.openPage(context);
  await page.navigate(server.url);
  await untilValue(page, 'document.readyState', 'complete');
  const view = await PageView.open(pages.browser.browserUri, page.targetId, {
    clock: systemClock,
    log: new RecordingLog(),
    copy: () => undefined,
    chooseFiles: async () => [],
    openOutside: () => undefined,
  });
  afterTest(context, () => view.dispose());
  const tab = await user.openTab(context, { pixelRatio }, (documentServer) => {
    const shown = documentServer.show(view);
    afterTest(context, () => shown.dispose());
  });
  return { page, tab };
}

/** Resolves when the user sees a colour, up to what compression changes. */
async function sees(tab: Tab, color: Color, x: number, y: number): Promise<void> {
  await until(`${color.join(' ')} is seen at ${x}, ${y}`, async () => {
    const seen = (await tab.screenshot()).at(x, y + tab.pageTop);
    return seen.every((value, index) => Math.abs(value - (color[index] ?? 0)) < 12);
  });
}

const button = `
  <button style="position: absolute; left: 100px; top: 150px; width: 80px; height: 30px"
    onclick="document.body.style.background = 'rgb(0, 160, 0)'">Go</button>`;

test('a click in the tab reaches the button, and its effect is seen', async (context) => {
  const { tab } = await showPage(context, button);
  await sees(tab, [255, 255, 255], 400, 400);
  await tab.click(140, 165);
  await sees(tab, [0, 160, 0], 400, 400);
});

test('clicks hit their target when the page is zoomed and scrolled, on a display of any ratio', async (context) => {
  const { page, tab } = await showPage(context, `${button}<div style="height: 5000px"></div>`, 1.5);
  await sees(tab, [255, 255, 255], 700, 400);
  await tab.evaluate(`{
    const zoom = document.querySelector('[aria-label=Zoom]');
    zoom.value = '2';
    zoom.dispatchEvent(new Event('change'));
  }`);
  await untilValue(page, 'innerWidth', 400);
  const wheel = { type: 'mouseWheel', x: 300, y: 300, deltaX: 0, deltaY: 200 };
  await tab.cdp('Input.dispatchMouseEvent', wheel);
  const turned = await tab.receive((message) => message.type === 'input');
  assert.ok(turned.type === 'input' && turned.input.kind === 'wheel');
  const scrolled = Math.round(turned.input.deltaY);
  assert.ok(scrolled > 20, `${scrolled}`);
  await untilValue(page, 'scrollY', scrolled);
  // Everything is twice as far in the tab.
  await until('the button is clicked', async () => {
    await tab.click(2 * 140, 2 * (165 - scrolled));
    return (await tab.screenshot()).at(1100, 700)[0] < 100;
  });
});

test('typed and composed text is in the field', async (context) => {
  const { page, tab } = await showPage(
    context,
    '<input id="name" style="position: absolute; left: 20px; top: 20px; width: 300px">',
  );
  await sees(tab, [255, 255, 255], 400, 400);
  await tab.click(100, 30);
  await untilValue(page, 'document.activeElement.id', 'name');
  for (const letter of 'Hi ') await tab.key(letter, { text: letter });
  for (const text of ['に', 'にほ']) {
    const at = { selectionStart: text.length, selectionEnd: text.length };
    await tab.cdp('Input.imeSetComposition', { text, ...at });
  }
  await tab.cdp('Input.insertText', { text: '日本' });
  await untilValue(page, 'document.querySelector("input").value', 'Hi 日本');
  await tab.key('Backspace');
  await untilValue(page, 'document.querySelector("input").value', 'Hi 日');
});

test('the page has the size of the tab', async (context) => {
  const { page, tab } = await showPage(context, '');
  await untilValue(page, 'innerWidth', 800);
  assert.equal(tab.viewport.height, 600 - tab.pageTop);
  await tab.resize({ width: 500, height: 500, pixelRatio: 1 });
  await untilValue(page, 'innerWidth', 500);
  await untilValue(page, 'innerHeight', 500 - tab.pageTop);
});
