import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MouseInput } from '../../../src/pageView/messages/pageInput.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { mouseButtonsOf, type Tab, UserBrowser } from './tabFixture.ts';

const user = new UserBrowser();
const shift = 8;

function mouseInputs(tab: Tab): readonly MouseInput[] {
  return tab.pageInputs.flatMap((input) => (input.kind === 'mouse' ? [input] : []));
}

/** Resolves when the page has been told of a number of presses and releases. */
async function pressesOf(tab: Tab, count: number): Promise<readonly MouseInput[]> {
  await until(`there are ${count} presses and releases`, () => mouseButtonsOf(tab).length >= count);
  return mouseButtonsOf(tab);
}

test('sends nothing before the first picture', async (context) => {
  const tab = await user.openTab(context);
  await tab.click(100, 100);
  await tab.showPage();
  await tab.click(200, 100);
  const [first] = await pressesOf(tab, 1);
  assert.equal(first?.x, 200);
});

test('sends each button with its modifiers', async (context) => {
  const tab = await user.openTab(context);
  await tab.showPage();
  const cases = [
    ['left', 1],
    ['middle', 4],
    ['right', 2],
  ] as const;
  for (const [button, buttons] of cases) {
    await tab.mouse('mousePressed', 50, 60, { button, buttons, clickCount: 1, modifiers: shift });
    await tab.mouse('mouseReleased', 50, 60, { button, buttons: 0, clickCount: 1 });
  }
  const base = { kind: 'mouse', x: 50, y: 60, clicks: 1 } as const;
  const expected = cases.flatMap(([button, buttons]) => [
    { ...base, action: 'press', button, buttons, modifiers: shift },
    { ...base, action: 'release', button, buttons: 0, modifiers: 0 },
  ]);
  assert.deepEqual(await pressesOf(tab, 6), expected);
});

test('counts clicks by time and distance', async (context) => {
  const tab = await user.openTab(context);
  await tab.showPage();
  for (const x of [100, 103, 103, 150]) await tab.click(x, 100);
  const presses = await pressesOf(tab, 8);
  assert.deepEqual(
    presses.map(({ clicks }) => clicks),
    [1, 1, 2, 2, 3, 3, 1, 1],
  );
});

test('merges movements, and keeps their order with clicks', async (context) => {
  const tab = await user.openTab(context);
  await tab.showPage();
  const moves = Array.from({ length: 50 }, (_, index) => tab.mouse('mouseMoved', 100 + index, 90));
  await Promise.all([...moves, tab.click(400, 300)]);
  await pressesOf(tab, 2);
  const inputs = mouseInputs(tab);
  const press = inputs.findIndex(({ action }) => action === 'press');
  assert.ok(press >= 1 && press < 40, `${press} movements before the click`);
  assert.deepEqual([inputs[press - 1]?.x, inputs[press - 1]?.action], [149, 'move']);
});

test('keeps a drag beyond the edge of the page, and a button that goes down in it', async (context) => {
  const tab = await user.openTab(context);
  await tab.showPage();
  await tab.mouse('mousePressed', 100, 50, { button: 'left', buttons: 1, clickCount: 1 });
  await tab.mouse('mouseMoved', 120, -20, { button: 'left', buttons: 1 });
  await until('the movement has arrived', () => mouseInputs(tab).some(({ y }) => y === -20));
  await tab.mouse('mousePressed', 120, -20, { button: 'right', buttons: 3, clickCount: 1 });
  await tab.mouse('mouseReleased', 120, -20, { button: 'right', buttons: 1, clickCount: 1 });
  await tab.mouse('mouseReleased', 120, -20, { button: 'left', buttons: 0, clickCount: 1 });
  const presses = await pressesOf(tab, 4);
  assert.deepEqual(
    presses.map(({ action, button, buttons }) => [action, button, buttons]),
    [
      ['press', 'left', 1],
      ['press', 'right', 3],
      ['release', 'right', 1],
      ['release', 'left', 0],
    ],
  );
  const drag = mouseInputs(tab).find(({ y }) => y === -20);
  assert.deepEqual([drag?.button, drag?.buttons], ['left', 1]);
});

test('converts positions by the picture that is shown', async (context) => {
  const tab = await user.openTab(context, { pixelRatio: 2 });
  const { width, height } = tab.viewport;
  await tab.showFrame({ width: 200, height: 140, at: () => [0, 0, 0] }, { width, height });
  await tab.click(300, 200);
  const [press] = await pressesOf(tab, 1);
  assert.deepEqual([press?.x, press?.y], [300, 200]);
});

test('sends the sum of what the wheel does', async (context) => {
  const tab = await user.openTab(context);
  await tab.showPage();
  for (let turns = 0; turns < 4; turns += 1) {
    await tab.mouse('mouseMoved', 10, 10);
    const wheel = { type: 'mouseWheel', x: 300, y: 200, deltaX: 5, deltaY: 100 };
    await tab.cdp('Input.dispatchMouseEvent', wheel);
  }
  const wheels = (): readonly { deltaX: number; deltaY: number }[] =>
    tab.pageInputs.flatMap((input) => (input.kind === 'wheel' ? [input] : []));
  const sum = (key: 'deltaX' | 'deltaY'): number =>
    wheels().reduce((total, wheel) => total + wheel[key], 0);
  await until('all turns have arrived', () => sum('deltaY') >= 400);
  assert.deepEqual([sum('deltaX'), sum('deltaY')], [20, 400]);
});

test('releases buttons that the page believes pressed when it resumes', async (context) => {
  const tab = await user.openTab(context);
  await tab.showPage();
  await tab.mouse('mousePressed', 100, 100, { button: 'left', buttons: 1, clickCount: 1 });
  await pressesOf(tab, 1);
  tab.update({ type: 'status', status: { state: 'paused', reason: '' } });
  await tab.find('button', 'Continue');
  await tab.mouse('mouseReleased', 100, 100, { button: 'left', buttons: 0, clickCount: 1 });
  await tab.click(300, 300);
  assert.equal((await pressesOf(tab, 1)).length, 1);
  tab.update({ type: 'status', status: { state: 'live' } });
  const [, release] = await pressesOf(tab, 2);
  assert.deepEqual([release?.action, release?.button, release?.buttons], ['release', 'left', 0]);
});
