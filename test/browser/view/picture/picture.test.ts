import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { test } from 'node:test';
import { PageSession } from '../../../../src/browser/view/pageSession.ts';
import { systemClock } from '../../../../src/common/clock.ts';
import { until } from '../../../../tools/fixtures/waiting.ts';
import { PageFixture } from '../../page/pageFixture.ts';
import { desktop, openView, readImage } from '../openView.ts';

const limit = { timeout: 60_000 };
const fixture = new PageFixture();
const box = '<div id="box" style="width: 100px; height: 100px; background: #f00"></div>';

/** Long enough for a frame of a change on a busy machine, in milliseconds. */
const quietTime = 1_500;

test('shows the page in the size of the view, and its changes', limit, async (context) => {
  const view = await openView(context, fixture, box);
  await view.frameShows('red', 50, 50);
  const { height, width } = await readImage(view.page, view.frame, 50, 50);
  assert.deepEqual([width, height], [desktop.width, desktop.height]);
  await view.run(`box.style.background = '#0f0'`);
  await view.frameShows('green', 50, 50);
  await view.pageShows('[innerWidth, innerHeight, devicePixelRatio].join()', '600,400,1');
});

test('sends nothing while the page looks the same', limit, async (context) => {
  const view = await openView(context, fixture, box);
  await view.frameShows('red', 50, 50);
  await pause(quietTime);
  const known = view.frames.length;
  await view.run(
    `box.style.background = '#fe0000'; setTimeout(() => box.style.background = '#f00')`,
  );
  await view.run(
    `document.body.append(Object.assign(document.createElement('p'), { hidden: true }))`,
  );
  await pause(quietTime);
  assert.equal(view.frames.length, known);
});

test('sends nothing while the view is hidden, then the present state', limit, async (context) => {
  const view = await openView(context, fixture, box);
  await view.frameShows('red', 50, 50);
  view.view.setVisible(false);
  const known = view.frames.length;
  await view.run(`box.style.background = '#0f0'`);
  await pause(quietTime);
  assert.equal(view.frames.length, known);
  view.view.setVisible(true);
  await view.frameShows('green', 50, 50);
});

test('a new document gets a frame of a page that has not changed', limit, async (context) => {
  const view = await openView(context, fixture, box);
  await pause(quietTime);
  const next = view.nextFrame();
  view.view.handle({ type: 'ready', viewport: desktop });
  await next;
});

test('a slow document gets two frames, and then the newest one', limit, async (context) => {
  const view = await openView(context, fixture, box);
  await pause(quietTime);
  view.isDrawing = false;
  const known = view.frames.length;
  const begun = performance.now();
  let step = 0;
  // The third is only sent when two seconds have passed.
  while (view.frames.length === known || performance.now() - begun < 1_000) {
    await view.run(`box.style.background = 'rgb(0, 0, ${step++ % 200})'`);
    await pause(50);
  }
  if (performance.now() - begun < 2_000) assert.ok(view.frames.length <= known + 2);
  await view.run(`box.style.background = '#00f'`);
  view.isDrawing = true;
  for (const { frame } of view.frames) view.view.handle({ type: 'drawn', frame });
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
  const resized = view.nextFrame(300);
  await other.send('Emulation.setDeviceMetricsOverride', size);
  await resized;
  await view.pageShows('innerWidth', 600);
  const reset = view.nextFrame();
  other.dispose();
  await reset;
  await view.pageShows('innerWidth', 600);
});

test('a page at rest is sharp at the pixel ratio of the display', limit, async (context) => {
  const view = await openView(context, fixture, box, { ...desktop, scale: 2 });
  const isSharp = async (): Promise<boolean> =>
    (await readImage(view.page, view.frame, 50, 50)).width === 1_200;
  await until('there is a sharp frame', isSharp);
  const known = view.frames.length;
  await pause(2 * quietTime);
  assert.equal(view.frames.length, known);
  await view.run(`box.style.background = '#0f0'`);
  await view.frameShows('green', 50, 50);
  await until('there is a sharp frame again', isSharp);
  await view.frameShows('green', 50, 50);
});
