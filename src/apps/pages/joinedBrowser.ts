import { attachBrowser } from '../../browser/program/attachedBrowser.ts';
import { Page } from '../../browser/page/page.ts';
import type { ProjectFacts } from '../../dotnet/evaluate/projectFacts.ts';
import type { DevToolsAddress } from '../../launch/launchPlan.ts';
import { untilRuntimeIsReady } from '../../wasm/runtime/wasmPage.ts';
import type { PageBrowser, PageLaunch } from '../launch.ts';
import { stampPage } from '../prepared/pageStamp.ts';
import { answerDialogs, view } from './pageBrowser.ts';

/**
 * Attaches to a running browser and its page with the URL. Waits for the .NET runtime if there is a client. A page that
 * was loaded for an earlier debugger stays as it is if none of its files has changed. Throws a HumanError.
 */
export async function joinBrowser(
  running: DevToolsAddress,
  url: string,
  client: ProjectFacts | undefined,
  launch: PageLaunch,
): Promise<PageBrowser> {
  const { events, scope, host, opening } = launch;
  const { kept, loadedTabs } = opening;
  const { clock } = host;
  const isRestart = kept?.beginLaunch() ?? false;
  const attaching = attachBrowser(running.address, running.port, clock);
  const browser = await scope.hold(attaching, async (one) => one.dispose());
  const pages = await browser.pages.list();
  const present = pages.find((target) => target.url.startsWith(url));
  const page = present
    ? await Page.attach(present.targetId, browser.pages, clock)
    : await Page.create(browser.pages, clock);
  const { browserUri, isHeadless: isWindowless } = browser;
  const { targetId } = page;
  if (isWindowless) await answerDialogs(browserUri, targetId, launch);
  if (present === undefined) await page.navigate(url);
  // A debug proxy that attaches while a runtime starts may confuse it with the one after the reload.
  const isReady = client !== undefined && (await untilRuntimeIsReady(page, clock, scope.signal));
  const stamp = client && (await stampPage([client]));
  const isCurrent = stamp !== undefined && loadedTabs?.isCurrent(targetId, stamp) === true;
  const staysLoaded = isReady && isCurrent && !isRestart;
  const viewable = { browserUri, targetId, isHeadless: isWindowless, isShared: true };
  const closed = new Promise<undefined>((resolve) => page.closed(() => resolve(undefined)));
  return {
    kind: 'chrome',
    devTools: running,
    browserUri,
    page,
    viewable,
    urlFilter: `${url}*`,
    pid: undefined,
    ended: closed,
    staysLoaded,
    async load(_, viewed) {
      view(viewable, viewed);
      if (staysLoaded) {
        events.note('The page was debugged before and stays as it is. Restart to reload it.\n');
        return;
      }
      // So that breakpoints in its start are hit.
      await page.reload();
      if (stamp !== undefined) loadedTabs?.loaded(targetId, stamp);
    },
  };
}
