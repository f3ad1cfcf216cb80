import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import type { PageInput } from '../../../src/pageView/messages/pageInput.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { type Tab, UserBrowser } from './tabFixture.ts';

const user = new UserBrowser();

/** Chooses an option of one of the toolbar's lists, as by its keys. */
async function choose(tab: Tab, list: string, label: string): Promise<void> {
  await tab.evaluate(`{
    const select = document.querySelector('[aria-label="${list}"]');
    select.selectedIndex = [...select.options].findIndex(({ text }) => text.startsWith('${label}'));
    select.dispatchEvent(new Event('change'));
  }`);
}

/** Resolves when the document wants a viewport. */
async function wants(tab: Tab, width: number, scale: number): Promise<void> {
  // Changes of the pixel ratio are noticed when the tab is drawn.
  await tab.screenshot();
  const isWanted = (): boolean => tab.viewport.width === width && tab.viewport.scale === scale;
  await until(`a viewport of ${width} at ${scale} is wanted`, isWanted);
}

test('follows the size of the tab and the pixel ratio of the display', async (context) => {
  const tab = await user.openTab(context);
  await tab.resize({ width: 500, height: 400, pixelRatio: 1 });
  await wants(tab, 500, 1);
  assert.equal(tab.viewport.height, 400 - tab.pageTop);
  await tab.resize({ width: 500, height: 400, pixelRatio: 1.5 });
  await wants(tab, 500, 1.5);
  await tab.resize({ width: 500, height: 400, pixelRatio: 2 });
  await wants(tab, 500, 2);
});

test('keeps the size while the tab is hidden', async (context) => {
  const tab = await user.openTab(context);
  tab.clear();
  await tab.resize({ width: 300, height: 150, pixelRatio: 1 });
  await tab.evaluate(
    'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))',
  );
  await tab.evaluate(`
    Object.defineProperty(document, 'hidden', { get: () => true, configurable: true })`);
  await tab.resize({ width: 640, height: 480, pixelRatio: 1 });
  await tab.evaluate(
    'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))',
  );
  assert.deepEqual(tab.received, []);
  await tab.evaluate(
    `delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))`,
  );
  await wants(tab, 640, 1);
});

test('zooms the page, with positions and pictures', async (context) => {
  const tab = await user.openTab(context);
  await choose(tab, 'Zoom', '200%');
  await wants(tab, 400, 2);
  const { width, height } = tab.viewport;
  const at = (x: number): [number, number, number] => (x < 400 ? [0, 0, 0] : [255, 255, 255]);
  await tab.showFrame({ width: width * 2, height: height * 2, at }, { width, height });
  const seen = await tab.screenshot();
  assert.deepEqual(
    [seen.at(399, 300), seen.at(400, 300)],
    [
      [0, 0, 0],
      [255, 255, 255],
    ],
  );
  await tab.click(300, 200);
  const input = await tab.receive((message) => message.type === 'input');
  assert.ok(input.type === 'input' && input.input.kind === 'mouse');
  assert.deepEqual([input.input.x, input.input.y], [150, 100]);
});

test('shows a device that is larger than the tab in full', async (context) => {
  const tab = await user.openTab(context);
  await choose(tab, 'Device Size', 'Desktop');
  await until('the device is wanted', () => tab.viewport.width === 1920);
  const { height, scale, isMobile } = tab.viewport;
  assert.deepEqual([height, isMobile], [1080, false]);
  assert.ok(Math.abs(scale - 800 / 1920) < 0.001, `${scale}`);
  await tab.showFrame(
    { width: 800, height: 450, at: () => [9, 9, 9] },
    { width: 1920, height: 1080 },
  );
  const box = `(({ width }) => width)(document.querySelector('canvas').getBoundingClientRect())`;
  assert.equal(Math.round(Number(await tab.evaluate(box))), 800);
});

test('on a phone, the mouse acts as a finger', async (context) => {
  const tab = await user.openTab(context, { height: 1000 });
  await choose(tab, 'Device Size', 'Phone');
  await until('the device is wanted', () => tab.viewport.width === 390);
  assert.ok(tab.viewport.isMobile);
  const top = Number(
    await tab.evaluate(`document.querySelector('main').getBoundingClientRect().top`),
  );
  await tab.showFrame({ width: 390, height: 844, at: () => [9, 9, 9] });
  const mouse = { x: 100, y: top + 50, button: 'left', clickCount: 1 };
  await tab.cdp('Input.dispatchMouseEvent', { ...mouse, type: 'mouseMoved', button: 'none' });
  await tab.cdp('Input.dispatchMouseEvent', { ...mouse, type: 'mousePressed', buttons: 1 });
  await tab.cdp('Input.dispatchMouseEvent', { ...mouse, type: 'mouseMoved', buttons: 1, x: 140 });
  await tab.cdp('Input.dispatchMouseEvent', { ...mouse, type: 'mouseReleased', x: 140 });
  const isLift = (input: PageInput): boolean => input.kind === 'touch' && input.action === 'end';
  await until('the finger is lifted', () => tab.pageInputs.some(isLift));
  const touches = tab.pageInputs.map(
    (input) => input.kind === 'touch' && [input.action, input.points.map(({ x, y }) => [x, y])],
  );
  // The browser may repeat a movement, also at the place of the press.
  const distinct = touches.filter((touch, index) => {
    const before = touches[index - 1];
    return !(touch && before && touch[0] === 'move' && isDeepStrictEqual(touch[1], before[1]));
  });
  assert.deepEqual(distinct, [
    ['start', [[100, 50]]],
    ['move', [[140, 50]]],
    ['end', []],
  ]);
});

test('rotates a device', async (context) => {
  const tab = await user.openTab(context);
  await choose(tab, 'Device Size', 'Phone');
  await tab.clickElement(await tab.find('button', 'More Actions…'));
  await tab.clickElement(await tab.find('menuitemcheckbox', 'Rotate Device'));
  await until('it is rotated', () => tab.viewport.width === 844 && tab.viewport.height === 390);
});

test('keeps device, zoom and the session that the extension keeps', async (context) => {
  const tab = await user.openTab(context);
  await choose(tab, 'Device Size', 'Laptop');
  await choose(tab, 'Zoom', '50%');
  const session = { configuration: 'Shop', folder: 'file:///shop' };
  tab.update({ type: 'keep', session });
  await tab.showPage();
  const state = { device: 'laptop', isRotated: false, zoom: 0.5, isAccessible: false, session };
  await until(
    'the state is saved',
    () => JSON.stringify(tab.server.savedState) === JSON.stringify(state),
  );
  tab.clear();
  await tab.load();
  assert.deepEqual([tab.viewport.width, tab.viewport.height, tab.viewport.scale], [1366, 768, 0.5]);
  const names = `['Device Size', 'Zoom'].map((name) =>
    document.querySelector('[aria-label="' + name + '"]').selectedOptions[0].text)`;
  assert.deepEqual(await tab.evaluate(names), ['Laptop, 1366 × 768', '50%']);
});
