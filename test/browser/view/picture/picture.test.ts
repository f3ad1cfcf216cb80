import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PageSession } from '../../../../src/browser/view/pageSession.ts';
import { systemClock } from '../../../../src/common/clock.ts';
import { ManualClock } from '../../../../tools/fixtures/time/manualClock.ts';
import { until } from '../../../../tools/fixtures/waiting.ts';
import { PageFixture } from '../../page/pageFixture.ts';
import { desktop, openView, readImage } from '../openView.ts';

const limit = { timeout: 240_000 };
const fixture = new PageFixture();
/** After which a screencast is checked, in milliseconds. */
const restTime = 300;
const box = '<div id="box" style="width: 100px; height: 100px; background: #f00"></div>';

test('shows the page in the size of the view, and its changes', limit, async (context) => {
  const view = await openView(context, fixture, box);
  await view.frameShows('red', 50, 50);
  // The first frame may be older than the size.
  await until('frames have the size of the view', async () => {
    const { height, width } = await readImage(view.page, view.frame, 50, 50);
    return width === desktop.width && height === desktop.height;
  });
  await view.run(`box.style.background = '#0f0'`);
  await view.frameShows('green', 50, 50);
  await view.pageShows('[innerWidth, innerHeight, devicePixelRatio].join()', '600,400,1');
});

test('sends nothing while the page looks the same', limit, async (context) => {
  const view = await openView(context, fixture, box);
  await view.frameShows('red', 50, 50);
  for (let times = 0; times < 5; times++) {
    // The browser draws the page for it.
    await view.run(`box.style.background = '#fe0000'; box.style.background = '#f00'`);
    await view.run(`box.style.transform = 'translateZ(${times}px)'`);
    await view.isPainted();
  }
  await view.run(`box.style.background = '#0f0'`);
  await view.frameShows('green', 50, 50);
  const pictures = view.frames.map(({ data }) => Buffer.from(data).toString('base64'));
  assert.ok(pictures.every((picture, index) => picture !== pictures[index - 1]));
});

test('sends nothing while the view is hidden, then the present state', limit, async (context) => {
  const view = await openView(context, fixture, box);
  await view.frameShows('red', 50, 50);
  view.view.setVisible(false);
  const known = view.frames.length;
  for (const colour of ['#00f', '#fff', '#0f0']) {
    await view.run(`box.style.background = '${colour}'`);
    await view.isPainted();
  }
  assert.equal(view.frames.length, known);
  view.view.setVisible(true);
  await until('there is another frame', () => view.frames.length > known);
  await view.frameShows('green', 50, 50);
});

test('a new document gets a frame of a page that has not changed', limit, async (context) => {
  const view = await openView(context, fixture, box);
  await view.frameShows('red', 50, 50);
  const next = view.nextFrame();
  view.view.handle({ type: 'ready', viewport: desktop });
  await next;
});

test('a document that draws late gets the newest frame', limit, async (context) => {
  const clock = new ManualClock();
  const view = await openView(context, fixture, box, desktop, { clock });
  await view.frameShows('red', 50, 50);
  view.isDrawing = false;
  const known = view.frames.length;
  for (const blue of [0, 25, 50, 75, 100, 125, 150, 175, 200, 255]) {
    await view.run(`box.style.background = 'rgb(0, 0, ${blue})'`);
    await view.isPainted();
  }
  const undrawn = view.frames.slice(known);
  assert.ok(undrawn.length <= 2, `${undrawn.length} frames`);
  view.isDrawing = true;
  for (const { frame } of undrawn) view.view.handle({ type: 'drawn', frame });
  // The browser has dropped those after the first few.
  clock.advance(restTime);
  await view.frameShows('blue', 50, 50);
});

test('the page takes a new size, scale and kind of device', limit, async (context) => {
  const view = await openView(context, fixture, box);
  const next = view.nextFrame(390);
  const phone = { width: 390, height: 500, scale: 0.5, isMobile: true };
  view.view.handle({ type: 'viewport', viewport: phone });
  await next;
  await view.pageShows('[screen.width, devicePixelRatio].join()', '390,0.5');
  await view.pageShows(`matchMedia('(pointer: coarse)').matches`, true);
  await until('frames have the pixels of the display', async () => {
    const { height, width } = await readImage(view.page, view.frame, 50, 50);
    return width === 195 && height === 250;
  });
  view.view.handle({ type: 'viewport', viewport: desktop });
  await view.pageShows(`[innerWidth, matchMedia('(pointer: coarse)').matches].join()`, '600,false');
});

test('keeps its size if another client resets it', limit, async (context) => {
  const view = await openView(context, fixture, box);
  const { browserUri } = fixture.browser;
  const other = await PageSession.attach(browserUri, view.page.targetId, systemClock);
  const size = { width: 300, height: 200, deviceScaleFactor: 1, mobile: false };
  const resetBy = async (reset: () => unknown): Promise<void> => {
    const known = view.frames.length;
    await reset();
    const isReset = (): boolean =>
      view.frames.slice(known).some(({ width }) => width !== desktop.width);
    await until('a frame has another size', isReset);
    await until('frames have the size again', () => view.frame.width === desktop.width);
    await view.pageShows('innerWidth', desktop.width);
  };
  await resetBy(() => other.send('Emulation.setDeviceMetricsOverride', size));
  await resetBy(() => other.dispose());
});

test('a page at rest is sharp at the pixel ratio of the display', limit, async (context) => {
  const view = await openView(context, fixture, box, { ...desktop, scale: 2 });
  const isSharp = async (): Promise<boolean> =>
    (await readImage(view.page, view.frame, 50, 50)).width === 1_200;
  await until('there is a sharp frame', isSharp);
  await view.run(`box.style.background = '#0f0'`);
  await view.frameShows('green', 50, 50);
  await until('there is a sharp frame again', isSharp);
  await view.frameShows('green', 50, 50);
});
