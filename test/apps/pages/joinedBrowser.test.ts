import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { KeptBrowser } from '../../../src/apps/keptBrowser.ts';
import type { PageBrowser, PageLaunch } from '../../../src/apps/launch.ts';
import { joinBrowser } from '../../../src/apps/pages/joinedBrowser.ts';
import { LoadedTabs } from '../../../src/apps/loadedTabs.ts';
import { Page } from '../../../src/browser/page/page.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { LaunchScope } from '../../../src/common/launchScope.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { openBrowser } from '../../../tools/fixtures/web/browsers.ts';
import { untilValue } from '../../../tools/fixtures/web/pageValue.ts';
import { servePage } from '../../browser/page/pageFixture.ts';

/** Looks as if .NET had started. */
const app = `<title>App</title><script>
  globalThis.getDotnetRuntime = () => ({ INTERNAL: { mono_wasm_runtime_is_ready: true } });
</script>`;

test(
  'a page that is debugged again stays as it is, unless its files have changed or it is restarted',
  { timeout: 240_000 },
  async (context) => {
    const running = await openBrowser(context);
    const { url } = await servePage(context, app);
    const shown = await Page.create(running.pages, systemClock);
    await shown.navigate(url);
    await untilValue(shown, 'document.title', 'App');
    // The first debugger loads another document, too.
    await untilValue(shown, 'globalThis.marked = true', true);
    const folder = await temporaryFolder(context);
    await mkdir(join(folder, 'wwwroot'));
    const client = { folder, targetPath: join(folder, 'App.dll') };
    const loadedTabs = new LoadedTabs();

    /** Debugs the page in one launch, and then marks the document. Resolves to whether it is the marked one. */
    const debug = async (kept: KeptBrowser): Promise<boolean> => {
      const scope = new LaunchScope();
      afterTest(context, () => scope.release());
      const launch = {
        scope,
        host: { clock: systemClock, log: new RecordingLog() },
        events: { note: () => undefined, message: () => undefined },
        opening: { askDialog: () => Promise.resolve({ accept: false }), kept, loadedTabs },
      } as unknown as PageLaunch;
      const at = { address: '127.0.0.1', port: running.devToolsPort };
      const joined: PageBrowser = await joinBrowser(at, url, client as never, launch);
      assert.equal(joined.page.targetId, shown.targetId);
      await joined.load(url, launch);
      if (joined.staysLoaded !== true) await untilValue(shown, `typeof marked`, 'undefined');
      await untilValue(shown, 'document.title', 'App');
      const isMarked = joined.staysLoaded === true;
      if (isMarked) await untilValue(shown, 'globalThis.marked', true);
      await untilValue(shown, 'globalThis.marked = true', true);
      await scope.release();
      return isMarked;
    };

    const kept = new KeptBrowser();
    assert.equal(await debug(kept), false);
    assert.equal(await debug(new KeptBrowser()), true);
    assert.equal(await debug(kept), true);
    kept.expectLaunch();
    assert.equal(await debug(kept), false);
    assert.equal(await debug(kept), true);
    await writeFile(join(folder, 'wwwroot', 'app.css'), 'p {}');
    assert.equal(await debug(new KeptBrowser()), false);
    assert.equal(await debug(new KeptBrowser()), true);
  },
);

test('the tabs that were debugged last are remembered', () => {
  const tabs = new LoadedTabs();
  assert.equal(tabs.isCurrent('0', 'a'), false);
  for (let number = 0; number < 20; number++) tabs.loaded(String(number), 'a');
  tabs.loaded('0', 'b');
  tabs.loaded('20', 'a');
  assert.deepEqual(
    [tabs.isCurrent('0', 'b'), tabs.isCurrent('1', 'a'), tabs.isCurrent('2', 'a')],
    [true, false, true],
  );
});
