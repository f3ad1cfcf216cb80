import * as z from 'zod/mini';
import { HumanError } from '../../common/humanError.ts';
import { definePhrases } from '../../common/phrases.ts';
import { isHeadless } from '../../browser/program/browserFlags.ts';
import {
  type Browser,
  type DebuggableBrowser,
  startBrowser,
} from '../../browser/program/browserProcess.ts';
import { withFreeProfile } from '../../browser/program/freeProfile.ts';
import { Page } from '../../browser/page/page.ts';
import type { PageTargets } from '../../browser/page/pageTargets.ts';
import type { Clock } from '../../common/clock.ts';
import { PageDialogs } from '../../browser/page/pageDialogs.ts';
import type { BrowserPlan } from '../../browser/program/browserProgram.ts';
import { appErrors } from '../errors.ts';
import type { Start } from '../../processes/spareSlot.ts';
import { planBrowser } from '../../browser/program/browserSettings.ts';
import type { LaunchHost } from '../../processes/launchHost.ts';
import { restoreAddress, type Tab } from '../keptBrowser.ts';
import type { PageBrowser, PageLaunch, PageOpening, ViewablePage } from '../launch.ts';

/** How long a browser may take to open its DevTools, in milliseconds. */
const startTimeout = 30_000;

type StartBrowser = Start<DebuggableBrowser>;

const phrases = definePhrases({ exitCode: ' (exit code {exitCode})' });

/** The URL filter for js-debug that selects all pages of a browser that was started here. */
export const allPages = '*';

/** Starts a browser with an empty page. Throws a HumanError. */
export async function openBrowser(plan: BrowserPlan, launch: PageLaunch): Promise<PageBrowser> {
  const { events, host, scope } = launch;
  const { kind, substitutedFor } = plan.browser;
  if (substitutedFor !== undefined) {
    events.note(`Opening the page in ${kind}, because ${substitutedFor} is not installed.\n`);
  }
  const shownTab: ShownTab = { tab: undefined };
  const { browser, former } = await holdBrowser(plan, shownTab, launch);
  const ended = getEnd(browser);
  // It may end before `ended` is awaited.
  ended.catch(() => undefined);
  const { browserUri } = browser;
  const isWindowless = isHeadless(plan, plan.display);
  if (isWindowless) await answerDialogs(browserUri, undefined, launch);
  const page = await (former
    ? pageOf(former, browser.pages, host.clock)
    : Page.first(browser.pages, host.clock));
  await scope.hold(Promise.resolve(page), async (one) => one.dispose());
  const shown = former && (await leaveApp(page));
  const { targetId } = page;
  // If the launch ends early, the next one has this tab, too.
  if (former !== undefined) shownTab.tab = { targetId, url: former.url };
  const viewable = { browserUri, targetId, isHeadless: isWindowless, isShared: false };
  return {
    kind,
    devTools: { address: '127.0.0.1', port: browser.devToolsPort },
    browserUri,
    page,
    viewable,
    urlFilter: allPages,
    pid: browser.pid,
    ended,
    load(url, viewed) {
      view(viewable, viewed);
      shownTab.tab = { targetId, url };
      const address = former && shown ? restoreAddress(shown, former.url, url) : url;
      return page.open(address).catch((error: unknown) => throwExplained(error, ended));
    },
  };
}

/** The tab of a launch, once its app was loaded in it, or an earlier one. */
interface ShownTab {
  tab: Tab | undefined;
}

/** A browser, and the tab of the former launch if it had the browser. */
interface HeldBrowser {
  readonly browser: DebuggableBrowser;
  readonly former: Tab | undefined;
  readonly close: () => Promise<unknown>;
}

/** Takes the browser of the former launch or one that was started ahead, or starts one, until the launch ends. */
function holdBrowser(plan: BrowserPlan, shown: ShownTab, launch: PageLaunch): Promise<HeldBrowser> {
  const { kept } = launch.opening;
  return launch.scope.hold(findBrowser(plan, launch), ({ browser, close, former }) =>
    kept === undefined ? close() : kept.release(plan, browser, shown.tab ?? former, close),
  );
}

async function findBrowser(
  plan: BrowserPlan,
  { events, host, opening: { kept, spareBrowsers }, scope }: PageLaunch,
): Promise<HeldBrowser> {
  const present = await kept?.take(plan);
  if (present !== undefined) return { ...present, former: present.tab };
  const told = (message: string): void => events.message('info', message);
  const start: StartBrowser = (unwanted) =>
    withFreeProfile(plan, told, (free) => browserStart(free, host)(unwanted));
  const browser = await (spareBrowsers?.take(plan, start, scope.signal) ?? start(scope.signal));
  const close = (): Promise<unknown> =>
    spareBrowsers?.giveBack(plan, browser, browserStart(plan, host)) ?? browser.close();
  return { browser, former: undefined, close };
}

/** Returns the page of a tab; a new one if its user has closed it, since all others are the user's own. */
function pageOf({ targetId }: Tab, pages: PageTargets, clock: Clock): Promise<Page> {
  const isThere = pages.all.some((one) => one.targetId === targetId);
  return isThere ? Page.attach(targetId, pages, clock) : Page.create(pages, clock);
}

/**
 * Empties the tab of a former launch, whose runtime would confuse the next debug proxy. Returns the address that it
 * showed; `undefined` if its process has crashed.
 */
async function leaveApp(page: Page): Promise<string | undefined> {
  const shown = await page.evaluate('location.href', z.string()).catch(() => undefined);
  // The user may want to stay, and is asked again when the app is loaded.
  await page.navigate('about:blank').catch(() => undefined);
  return shown;
}

/** Starts the browser of a client for its next session, unless one is kept. Its errors are left to the session. */
export async function prepareBrowser(
  { browserSettings, spareBrowsers }: Pick<PageOpening, 'browserSettings' | 'spareBrowsers'>,
  host: LaunchHost,
): Promise<void> {
  const planning = planBrowser(undefined, browserSettings(), host.launchContext);
  const plan = await planning.catch(() => undefined);
  if (plan !== undefined) spareBrowsers?.prepare(plan, browserStart(plan, host));
}

/** Returns how to start the browser of a plan. */
function browserStart(plan: BrowserPlan, { clock, log, programOptions }: LaunchHost): StartBrowser {
  const { grace, watchdog } = programOptions;
  return (unwanted) => startBrowser(plan, { clock, log, watchdog, startTimeout, grace, unwanted });
}

/** Answers the dialogs of all pages, or those of one page and the windows that it opens. */
export async function answerDialogs(
  browserUri: string,
  only: string | undefined,
  { scope, host: { clock, log }, opening: { askDialog: ask } }: PageLaunch,
): Promise<void> {
  const answering = PageDialogs.open(browserUri, { ask, clock, log, only });
  await scope.hold(answering, async (dialogs) => dialogs.dispose());
}

/** Reports a page to the viewer of a launch. */
export function view(page: ViewablePage, { opening: { viewer }, scope }: PageLaunch): void {
  if (viewer === undefined) return;
  const viewing = scope.hold(Promise.resolve(viewer.opened(page)), async (one) => one.dispose());
  // The launch was cancelled.
  viewing.catch(() => undefined);
}

/** Rejects with the reason of the browser's end if it has ended. */
async function throwExplained(error: unknown, ended: Promise<unknown>): Promise<void> {
  const isGone = error instanceof HumanError && error.code === 'BrowserConnectionClosed';
  if (!isGone) throw error;
  await ended;
}

/** Converts the end of a browser to that of {@link PageBrowser.ended}. */
export async function getEnd(browser: Browser): Promise<number | undefined> {
  const { exitCode, reason } = await browser.ended;
  if (reason !== 'crashed') return exitCode;
  throw appErrors.BrowserCrashed({
    exitCode: exitCode === undefined ? '' : phrases.exitCode({ exitCode }),
  });
}
