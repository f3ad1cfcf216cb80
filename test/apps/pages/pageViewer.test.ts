import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { PageLaunch, ViewablePage } from '../../../src/apps/launch.ts';
import { joinBrowser } from '../../../src/apps/pages/joinedBrowser.ts';
import { openBrowser } from '../../../src/apps/pages/pageBrowser.ts';
import { Page } from '../../../src/browser/page/page.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { LaunchScope } from '../../../src/common/launchScope.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { noWatchdog } from '../../../tools/fixtures/processes/noWatchdog.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { untilValue } from '../../../tools/fixtures/web/pageValue.ts';
import { servePage } from '../../browser/page/pageFixture.ts';
import { browserPlan, openBrowser as startBrowser } from '../../../tools/fixtures/web/browsers.ts';

const limit = { timeout: 240_000 };

/** A launch that reports its pages to a viewer. */
class ViewedLaunch {
  readonly scope = new LaunchScope();
  readonly opened: ViewablePage[] = [];
  /** The pages that were disposed of. */
  closed = 0;

  constructor(context: TestContext) {
    afterTest(context, () => this.scope.release());
  }

  get options(): PageLaunch {
    const { scope } = this;
    const clock = systemClock;
    const programOptions = { clock, watchdog: noWatchdog, grace: () => 5_000 };
    const opened = (page: ViewablePage) => {
      this.opened.push(page);
      return { dispose: () => this.closed++ };
    };
    return {
      scope,
      host: { clock, log: new RecordingLog(), programOptions },
      events: { note: () => undefined, message: () => undefined },
      opening: { askDialog: () => Promise.resolve({ accept: false }), viewer: { opened } },
    } as never;
  }
}

test(
  'a viewer is notified of a page when it is loaded, until its launch ends',
  limit,
  async (context) => {
    const launch = new ViewedLaunch(context);
    const browser = await openBrowser(await browserPlan(), launch.options);
    assert.deepEqual(launch.opened, []);
    const loading = browser.load('about:blank', launch.options);
    const { browserUri, page } = browser;
    const { targetId } = page;
    assert.deepEqual(launch.opened, [{ browserUri, targetId, isHeadless: true, isShared: false }]);
    await loading;
    assert.equal(launch.closed, 0);
    await launch.scope.release();
    assert.equal(launch.closed, 1);
  },
);

test(
  'a viewer is notified of the page of a browser that was already running',
  limit,
  async (context) => {
    const running = await startBrowser(context);
    const launch = new ViewedLaunch(context);
    const at = { address: '127.0.0.1', port: running.devToolsPort };
    const { url } = await servePage(context, '<title>Shop</title>');
    const shown = await Page.create(running.pages, systemClock);
    await shown.navigate(url);
    await untilValue(shown, 'document.title', 'Shop');
    const browser = await joinBrowser(at, url, undefined, launch.options);
    await browser.load(url, launch.options);
    const [page] = launch.opened;
    assert.equal(page?.targetId, shown.targetId);
    assert.equal(page?.isHeadless, true);
    assert.equal(page.isShared, true);
  },
);

test('a page of a cancelled launch is not viewed any more', limit, async (context) => {
  const launch = new ViewedLaunch(context);
  const browser = await openBrowser(await browserPlan(), launch.options);
  await launch.scope.release();
  await assert.rejects(browser.load('about:blank', launch.options));
  assert.equal(launch.opened.length, 1);
  await until('it is closed', () => launch.closed === 1);
});
