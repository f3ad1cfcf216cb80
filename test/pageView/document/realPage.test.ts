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
  /** The texts that were copied to the user's clipboard. */
  readonly copied: readonly string[];
  readonly tab: Tab;
}

/** Shows a page of one browser in the tab of another one. */
async function showPage(context: TestContext, body: string, pixelRatio = 1): Promise<ShownPage> {
  const server = await servePage(context, `<!doctype html><body style="margin: 0">${body}`);
  const page = await pages.openPage(context);
  await page.navigate(server.url);
  await untilValue(page, 'document.readyState', 'complete');
  const copied: string[] = [];
  const view = await PageView.open(pages.browser.browserUri, page.targetId, {
    clock: systemClock,
    log: new RecordingLog(),
    copy: (text) => copied.push(text),
    chooseFiles: async () => [],
    openOutside: () => undefined,
  });
  afterTest(context, () => view.dispose());
  const tab = await user.openTab(context, { pixelRatio }, (documentServer) => {
    const shown = documentServer.show(view);
    afterTest(context, () => shown.dispose());
  });
  return { page, copied, tab };
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

test('an element is dragged in the tab and dropped on another one', async (context) => {
  const { tab } = await showPage(
    context,
    `<div draggable="true" style="width: 100px; height: 100px"
      ondragstart="event.dataTransfer.setData('text/plain', 'rgb(0, 160, 0)')">tea</div>
    <div style="width: 100px; height: 100px" ondragover="event.preventDefault()"
      ondrop="document.body.style.background = event.dataTransfer.getData('text/plain')">cup</div>`,
  );
  await sees(tab, [255, 255, 255], 400, 400);
  const pressed = { button: 'left', buttons: 1 } as const;
  await tab.mouse('mousePressed', 50, 50, { ...pressed, clickCount: 1 });
  for (const y of [70, 110, 150]) await tab.mouse('mouseMoved', 50, y, pressed);
  await tab.mouse('mouseReleased', 50, 150, { button: 'left', buttons: 0, clickCount: 1 });
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

test('a list is chosen in the tab, and closed by a second click', async (context) => {
  const { page, tab } = await showPage(
    context,
    `<select style="position: absolute; left: 50px; top: 40px; width: 120px; height: 24px">
      <option>Red<option>Green<option>Blue
    </select>`,
  );
  await sees(tab, [255, 255, 255], 400, 400);
  const chosen = 'document.querySelector("select").value';
  await tab.click(100, 52);
  await tab.clickElement(await tab.find('option', 'Blue'));
  await untilValue(page, chosen, 'Blue');
  await tab.click(100, 52);
  await tab.find('listbox', 'Options');
  await tab.key('ArrowUp');
  await tab.key('Enter', { text: '\r' });
  await untilValue(page, chosen, 'Green');
  await tab.click(100, 52);
  await tab.find('listbox', 'Options');
  await tab.click(100, 52);
  await tab.click(400, 400);
  await tab.showsNone('listbox');
});

test('a color is picked, and a suggestion is taken', async (context) => {
  const { page, tab } = await showPage(
    context,
    `<input id="color" type="color" value="#ff0000"
      style="position: absolute; left: 50px; top: 40px; width: 60px; height: 24px">
    <input id="town" list="towns" style="position: absolute; left: 50px; top: 90px; width: 160px; height: 24px">
    <datalist id="towns"><option value="Bern"><option value="Berlin"><option value="Rome"></datalist>`,
  );
  await sees(tab, [255, 255, 255], 400, 400);
  await tab.click(70, 52);
  await tab.find('dialog', 'Color');
  await tab.evaluate(`document.querySelector('.picker input').value = '#00ff00'`);
  await tab.clickElement(await tab.find('button', 'OK'));
  await untilValue(page, 'document.querySelector("#color").value', '#00ff00');
  await tab.click(100, 102);
  await tab.find('option', 'Rome');
  await tab.key('B', { text: 'B' });
  await tab.showsNone('option', 'Rome');
  await tab.find('option', 'Berlin');
  await tab.key('ArrowDown');
  await tab.key('ArrowDown');
  await tab.key('Enter', { text: '\r' });
  await untilValue(page, 'document.querySelector("#town").value', 'Berlin');
});

test('the toolbar follows and leads the page', async (context) => {
  const { page, tab } = await showPage(context, `<a href="#next" style="font-size: 40px">Next</a>`);
  await sees(tab, [255, 255, 255], 400, 400);
  await tab.click(30, 20);
  await untilValue(page, 'location.hash', '#next');
  await until('going back is possible', async () => {
    return (await tab.find('button', 'Go Back')).states['disabled'] !== true;
  });
  await tab.clickElement(await tab.find('button', 'Go Back'));
  await untilValue(page, 'location.hash', '');
  await until('the address is shown', async () => {
    return (await tab.find('textbox', 'Address')).value.endsWith('/');
  });
  await tab.clickElement(await tab.find('textbox', 'Address'));
  await tab.key('End');
  await tab.cdp('Input.insertText', { text: '#typed' });
  await tab.key('Enter', { text: '\r' });
  await untilValue(page, 'location.hash', '#typed');
});

test("the page's cursor is shown, and its selection copied", async (context) => {
  const { copied, tab } = await showPage(
    context,
    `<p style="margin: 0; font-size: 40px; cursor: help">Copied</p>`,
  );
  await sees(tab, [255, 255, 255], 400, 400);
  await tab.mouse('mouseMoved', 40, 25);
  await until('the cursor is shown', async () => {
    return (await tab.evaluate('document.querySelector("canvas").style.cursor')) === 'help';
  });
  for (const clickCount of [1, 2]) await tab.click(40, 25, { clickCount });
  await until('the selection is copied', async () => {
    await tab.key('c', { modifiers: 2, commands: ['copy'] });
    return copied.includes('Copied');
  });
});
