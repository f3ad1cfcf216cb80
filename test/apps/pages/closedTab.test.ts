import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeptBrowser } from '../../../src/apps/keptBrowser.ts';
import { openBrowser } from '../../../src/apps/pages/pageBrowser.ts';
import { Page } from '../../../src/browser/page/page.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { browserPlan } from '../../../tools/fixtures/web/browsers.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { launchWith } from './keptLaunch.ts';

test(
  'launches that end before their app is loaded share one tab after that of the app was closed',
  { timeout: 240_000 },
  async (context) => {
    const kept = new KeptBrowser();
    afterTest(context, () => kept.dispose());
    const plan = await browserPlan();
    const first = launchWith(kept, context);
    const opened = await openBrowser(plan, first);
    await opened.load('about:blank', first);
    kept.expectLaunch();
    await first.scope.release();
    const present = await kept.take(plan);
    assert.ok(present !== undefined);
    const { browser, close, tab } = present;
    afterTest(context, () => browser.close());
    const { pages } = browser;
    await Page.create(pages, systemClock);
    // A browser may ignore the first request.
    await until('the tab is closed', async () => {
      if (pages.all.every(({ targetId }) => targetId !== tab.targetId)) return true;
      const closing = pages.connection.send('Target.closeTarget', { targetId: tab.targetId });
      return closing.then(
        () => false,
        () => false,
      );
    });
    kept.expectLaunch();
    await kept.release(plan, browser, tab, close);

    for (let round = 0; round < 2; round++) {
      const launch = launchWith(kept, context);
      await openBrowser(plan, launch);
      kept.expectLaunch();
      await launch.scope.release();
    }
    // That of the user, and that of the launches.
    assert.equal((await pages.list()).length, 2);
  },
);
