import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserBrowser } from './tabFixture.ts';

const user = new UserBrowser();

test('shows the page below the toolbar and confirms it', async (context) => {
  const tab = await user.openTab(context);
  await tab.showPage([10, 120, 30]);
  const seen = await tab.screenshot();
  const top = seen.height - tab.viewport.height;
  assert.deepEqual([tab.viewport.width, tab.viewport.scale], [800, 1]);
  assert.ok(top > 20 && top < 50, `toolbar of ${top} px`);
  for (const [x, y] of [
    [1, top + 1],
    [798, top + 1],
    [400, 400],
    [798, 598],
  ] as const) {
    assert.deepEqual(seen.at(x, y), [10, 120, 30], `${x}, ${y}`);
  }
});
