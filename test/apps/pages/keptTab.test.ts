import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeptBrowser } from '../../../src/apps/keptBrowser.ts';
import { openBrowser } from '../../../src/apps/pages/pageBrowser.ts';
import { browserPlan } from '../../../tools/fixtures/web/browsers.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { untilValue } from '../../../tools/fixtures/web/pageValue.ts';
import { servePage } from '../../browser/page/pageFixture.ts';
import { launchWith } from './keptLaunch.ts';

test(
  'the next launch of an app has its tab, at the same address and with what it has stored',
  { timeout: 240_000 },
  async (context) => {
    const server = await servePage(context, '<title>App</title>', { 'other.html': 'Other' });
    const kept = new KeptBrowser();
    const first = launchWith(kept, context);
    const plan = await browserPlan();
    const before = await openBrowser(plan, first);
    await before.load(server.url, first);
    await untilValue(before.page, 'document.title', 'App');
    await untilValue(before.page, `sessionStorage.note ??= 'kept'`, 'kept');
    await before.page.navigate(new URL('other.html?x=1', server.url).href);
    await untilValue(before.page, 'document.body?.innerText', 'Other');
    kept.expectLaunch();
    await first.scope.release();

    const second = launchWith(kept, context);
    const after = await openBrowser(plan, second);
    assert.deepEqual([after.pid, after.page.targetId], [before.pid, before.page.targetId]);
    await untilValue(after.page, 'location.href', 'about:blank');
    await after.load(server.url, second);
    await untilValue(after.page, 'location.pathname + location.search', '/other.html?x=1');
    await untilValue(after.page, 'sessionStorage.note', 'kept');
    kept.expectLaunch();
    await second.scope.release();

    // Ended before its app was there.
    const third = launchWith(kept, context);
    await openBrowser(plan, third);
    kept.expectLaunch();
    await third.scope.release();
    const fourth = launchWith(kept, context);
    const last = await openBrowser(plan, fourth);
    assert.deepEqual([last.pid, last.page.targetId], [before.pid, before.page.targetId]);
    await fourth.scope.release();
    await last.ended;
  },
);

test('the tabs of the user are left alone', { timeout: 240_000 }, async (context) => {
  const server = await servePage(context, '<title>App</title>', {
    'own.html': '<title>Own</title>',
  });
  const kept = new KeptBrowser();
  const first = launchWith(kept, context);
  const plan = await browserPlan();
  const before = await openBrowser(plan, first);
  await before.load(server.url, first);
  // Chromium loses the command that closes a page whose document is loading.
  await untilValue(before.page, 'document.readyState', 'complete');
  const devTools = `http://127.0.0.1:${before.devTools.port}/json`;
  const own = new URL('own.html', server.url).href;
  const opened = await fetch(`${devTools}/new?${own}`, { method: 'PUT' });
  const { id } = (await opened.json()) as { id: string };
  const closed = new Promise<void>((resolve) => before.page.closed(resolve));
  await fetch(`${devTools}/close/${before.page.targetId}`);
  await closed;
  kept.expectLaunch();
  await first.scope.release();

  // The tab of this launch is younger than the user's.
  let launch = launchWith(kept, context);
  const second = await openBrowser(plan, launch);
  assert.equal(second.pid, before.pid);
  assert.notEqual(second.page.targetId, id);
  await second.load(server.url, launch);
  kept.expectLaunch();
  await launch.scope.release();

  launch = launchWith(kept, context);
  const third = await openBrowser(plan, launch);
  assert.equal(third.page.targetId, second.page.targetId);
  await until('the tab of the user shows its page', async () => {
    const listed = (await (await fetch(`${devTools}/list`)).json()) as {
      id: string;
      url: string;
    }[];
    return listed.find((one) => one.id === id)?.url === own;
  });
});
