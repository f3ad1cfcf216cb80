import { getMessage } from '../../common/log.ts';
import type { BrowserKind } from '../../launch/launchPlan.ts';
import type { AppPage, ShownPage } from './appPage.ts';
import { isHeadless } from '../../browser/program/browserFlags.ts';
import { showBrowser } from '../../browser/program/browserProcess.ts';
import type { BrowserPlan } from '../../browser/program/browserProgram.ts';
import { withFreeProfile } from '../../browser/program/freeProfile.ts';
import { planBrowser } from '../../browser/program/browserSettings.ts';
import type { PageBrowser, PageLaunch } from '../launch.ts';
import { getEnd, openBrowser } from './pageBrowser.ts';

type ShownBrowser = Pick<PageBrowser, 'kind' | 'pid' | 'ended'>;

/** A page without a debugger. */
export class PlainPage implements AppPage {
  readonly #wanted: BrowserKind | undefined;
  readonly #launch: PageLaunch;

  constructor(wanted: BrowserKind | undefined, launch: PageLaunch) {
    this.#wanted = wanted;
    this.#launch = launch;
  }

  async prepare(): Promise<void> {
    await this.#plan();
  }

  async show(url: string): Promise<ShownPage> {
    const plan = await this.#plan();
    const { ended, kind, pid } = isHeadless(plan, plan.display)
      ? await this.#showHeadless(plan, url)
      : await this.#showWindow(plan, url);
    ended.catch(() => undefined);
    return {
      pid,
      ended,
      facts: async () => ({
        url,
        proxy: undefined,
        isAttached: false,
        browser: { kind, reachable: true },
        page: undefined,
        breakpoints: [],
      }),
    };
  }

  async #showWindow(plan: BrowserPlan, url: string): Promise<ShownBrowser> {
    const { events, scope, host } = this.#launch;
    const { clock, log, programOptions } = host;
    const { grace, watchdog } = programOptions;
    const options = { clock, log, watchdog, startTimeout: 0, grace };
    const told = (message: string): void => events.message('info', message);
    const starting = withFreeProfile(plan, told, (free) => showBrowser(free, url, options));
    const browser = await scope.hold(starting, (one) => one.close());
    return { kind: browser.kind, pid: browser.pid, ended: getEnd(browser) };
  }

  /** Headless pages need DevTools to answer dialogs. */
  async #showHeadless(plan: BrowserPlan, url: string): Promise<ShownBrowser> {
    const { events, scope } = this.#launch;
    const browser = await openBrowser(plan, this.#launch);
    await browser.load(url, this.#launch).catch((error: unknown) => {
      // A browser with a window would show the error itself.
      if (!scope.signal.aborted) events.message('info', getMessage(error));
    });
    return browser;
  }

  #plan(): Promise<BrowserPlan> {
    const { host, opening } = this.#launch;
    return planBrowser(this.#wanted, opening.browserSettings(), host.launchContext);
  }
}
