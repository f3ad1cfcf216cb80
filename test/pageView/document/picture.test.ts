import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Color, Pixels } from '../../../tools/fixtures/pageView/png.ts';
import { encodePng } from '../../../tools/fixtures/pageView/png.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { UserBrowser } from './tabFixture.ts';

const user = new UserBrowser();
const zoomedUser = new UserBrowser(['--force-device-scale-factor=1.5', '--window-size=800,600']);

const red: Color = [200, 0, 0];
const green: Color = [0, 128, 0];

/** Squares of one pixel each, which a blurred picture mixes. */
function checkered(x: number, y: number): Color {
  return (x + y) % 2 === 0 ? red : green;
}

/** Throws unless the user sees the squares, along a diagonal over the whole height. */
function assertCheckered(seen: Pixels, top: number, height: number): void {
  // The frame of the focus is at the edge.
  for (let step = 4; step < height - 4; step += 1) {
    assert.deepEqual(seen.at(step, top + step), checkered(step, step), `pixel ${step}`);
    assert.deepEqual(seen.at(step + 1, top + step), checkered(step + 1, step), `pixel ${step}`);
  }
}

test('shows the page below the toolbar and confirms it', async (context) => {
  const tab = await user.openTab(context);
  await tab.showPage(green);
  const seen = await tab.screenshot();
  const { pageTop } = tab;
  assert.deepEqual([tab.viewport.width, tab.viewport.scale], [800, 1]);
  assert.ok(pageTop > 20 && pageTop < 50, `toolbar of ${pageTop} px`);
  for (const [x, y] of [
    [1, pageTop + 1],
    [798, pageTop + 1],
    [400, 400],
    [798, 598],
  ] as const) {
    assert.deepEqual(seen.at(x, y), green, `${x}, ${y}`);
  }
});

test('shows nothing before the first frame', async (context) => {
  const tab = await user.openTab(context);
  const seen = await tab.screenshot();
  assert.deepEqual(seen.at(4, tab.pageTop + 4), seen.at(790, 590));
});

test('shows each pixel of a sharp picture', async (context) => {
  const tab = await user.openTab(context, { pixelRatio: 2 });
  const { width, height, scale } = tab.viewport;
  assert.equal(scale, 2);
  const pixels = { width: width * 2, height: height * 2 };
  await tab.showFrame({ ...pixels, at: checkered }, { width, height });
  assertCheckered(await tab.screenshot(), tab.pageTop * 2, pixels.height);
});

test('shows each pixel at a fractional ratio, however the page rounds its size', async (context) => {
  const tab = await zoomedUser.openTab(context, 'window');
  const { width, height, scale } = tab.viewport;
  assert.equal(scale, 1.5);
  for (const rounded of [Math.floor(height * scale), Math.ceil(height * scale + 0.1)]) {
    const pixels = { width: Math.round(width * scale), height: rounded };
    await tab.showFrame({ ...pixels, at: checkered }, { width, height });
    assertCheckered(await tab.screenshot(), Math.round(tab.pageTop * scale), pixels.height - 1);
  }
});

test('shows a picture of another size in its own size', async (context) => {
  const tab = await user.openTab(context);
  await tab.showFrame({ width: 400, height: 300, at: () => green });
  const seen = await tab.screenshot();
  assert.deepEqual(seen.at(399, tab.pageTop + 299), green);
  assert.notDeepEqual(seen.at(402, tab.pageTop + 150), green);
});

test('skips pictures that are out of date', async (context) => {
  const tab = await user.openTab(context);
  const { width, height } = tab.viewport;
  const data = encodePng({ width, height, at: () => red });
  for (let frame = 101; frame <= 120; frame += 1) {
    tab.update({ type: 'frame', frame, format: 'png', data, width, height });
  }
  await tab.showPage(green);
  await tab.receive((message) => message.type === 'drawn' && message.frame === 120);
  const confirmed = tab.received.flatMap((message) =>
    message.type === 'drawn' && message.frame > 100 ? [message.frame] : [],
  );
  assert.ok(confirmed.length < 20, `${confirmed.length} pictures`);
  assert.deepEqual((await tab.screenshot()).at(400, 300), green);
});

test('goes on after a picture that is broken', async (context) => {
  const tab = await user.openTab(context);
  const broken = { type: 'frame', format: 'jpeg', width: 10, height: 10 } as const;
  tab.update({ ...broken, frame: 500, data: new Uint8Array([1, 2, 3]) });
  await tab.receive((message) => message.type === 'drawn' && message.frame === 500);
  await tab.showPage(green);
  assert.deepEqual((await tab.screenshot()).at(400, 300), green);
});

test('ignores messages that are no updates', async (context) => {
  const tab = await user.openTab(context);
  tab.server.sendInvalid({ type: 'frame', frame: 'x', data: 'AAAA' });
  tab.server.sendInvalid({ type: 'status', status: { state: 'elsewhere' } });
  await tab.showPage(green);
  assert.deepEqual((await tab.screenshot()).at(400, 300), green);
});

test('breaks none of the rules of its policy', async (context) => {
  const tab = await user.openTab(context);
  const source = `
    globalThis.violations = [];
    addEventListener('securitypolicyviolation', ({ violatedDirective }) =>
      violations.push(violatedDirective))`;
  await tab.cdp('Page.enable');
  await tab.cdp('Page.addScriptToEvaluateOnNewDocument', { source });
  await tab.load();
  await tab.showPage(green);
  tab.update({ type: 'status', status: { state: 'paused', reason: '' } });
  await tab.find('button', 'Continue');
  assert.deepEqual(await tab.evaluate('violations'), []);
  await tab.evaluate(
    `document.body.append(Object.assign(document.createElement('img'), { src: '/x.png' }))`,
  );
  await until('an image is refused', async () => {
    return (await tab.evaluate('violations.join()')) === 'img-src';
  });
});

test('shows the cursor of the page', async (context) => {
  const tab = await user.openTab(context);
  await tab.showPage();
  tab.update({ type: 'cursor', cursor: 'pointer' });
  await tab.showPage();
  const script = `getComputedStyle(document.elementFromPoint(400, 300)).cursor`;
  assert.equal(await tab.evaluate(script), 'pointer');
});
