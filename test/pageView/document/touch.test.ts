import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TouchInput } from '../../../src/pageView/messages/pageInput.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { type Tab, UserBrowser } from './tabFixture.ts';

const user = new UserBrowser();

function touches(tab: Tab): readonly TouchInput[] {
  return tab.pageInputs.flatMap((input) => (input.kind === 'touch' ? [input] : []));
}

async function touch(
  tab: Tab,
  type: 'touchStart' | 'touchMove' | 'touchEnd',
  ...points: readonly { id: number; x: number; y: number }[]
): Promise<void> {
  const touchPoints = points.map((point) => ({ ...point, y: point.y + tab.pageTop }));
  await tab.cdp('Input.dispatchTouchEvent', { type, touchPoints });
}

test('sends two fingers, from the first touch to the last', async (context) => {
  const tab = await user.openTab(context);
  await tab.showPage();
  const one = { id: 1, x: 100, y: 80 };
  const two = { id: 2, x: 200, y: 90 };
  await touch(tab, 'touchStart', one);
  await touch(tab, 'touchStart', one, two);
  await touch(tab, 'touchMove', { ...one, x: 60 }, two);
  await until('the movement has arrived', () =>
    touches(tab).some(({ action }) => action === 'move'),
  );
  await touch(tab, 'touchEnd', one);
  await touch(tab, 'touchEnd');
  await until('both are lifted', () => {
    return touches(tab).filter(({ action }) => action === 'end').length === 2;
  });
  assert.deepEqual(
    touches(tab).map(({ action, points }) => [action, points.map(({ x, y }) => [x, y])]),
    [
      ['start', [[100, 80]]],
      [
        'start',
        [
          [100, 80],
          [200, 90],
        ],
      ],
      [
        'move',
        [
          [60, 80],
          [200, 90],
        ],
      ],
      ['end', [[200, 90]]],
      ['end', []],
    ],
  );
  assert.ok(tab.pageInputs.every(({ kind }) => kind === 'touch'));
});

test('a swipe moves the page, not the tab', async (context) => {
  const tab = await user.openTab(context);
  await tab.showPage();
  await touch(tab, 'touchStart', { id: 1, x: 400, y: 400 });
  for (let y = 380; y >= 100; y -= 20) await touch(tab, 'touchMove', { id: 1, x: 400, y });
  await touch(tab, 'touchEnd');
  await until('the finger is lifted', () => touches(tab).at(-1)?.action === 'end');
  assert.equal(touches(tab).filter(({ action }) => action === 'cancel').length, 0);
  assert.equal(touches(tab).at(-2)?.points[0]?.y, 100);
});
