import type { BrowserKind } from '../launch/launchPlan.ts';
import type { AppPage, ShownPage } from './appPage.ts';
import { showBrowser } from './browser/browserProcess.ts';
import { planBrowser } from './browserSettings.ts';
import { endOf } from './pageBrowser.ts';
import type { PageBrowserParts } from './pageBrowser.ts';

/** A page that nobody debugs, in a browser of ours. */
export class PlainPage implements AppPage {
  readonly #wanted: BrowserKind | undefined;
  readonly #parts: PageBrowserParts;

  constructor(wanted: BrowserKind | undefined, parts: PageBrowserParts) {
    this.#wanted = wanted;
    this.#parts = parts;
  }

  async prepare(): Promise<void> {
    const { browserSettings, launchContext } = this.#parts;
    await planBrowser(this.#wanted, browserSettings(), launchContext);
  }

  async show(url: string): Promise<ShownPage> {
    const { browserSettings, clock, held, launchContext, log, programOptions } = this.#parts;
    const plan = await planBrowser(this.#wanted, browserSettings(), launchContext);
    const { grace, watchdog } = programOptions;
    const options = { clock, log, watchdog, startTimeout: 0, grace };
    const opening = showBrowser(plan, url, options);
    const browser = await held.hold(opening, (one) => one.close());
    const ended = endOf(browser);
    ended.catch(() => undefined);
    return {
      pid: browser.pid,
      ended,
      facts: async () => ({
        url,
        proxy: undefined,
        isAttached: false,
        browser: { kind: browser.kind, reachable: true },
        page: undefined,
        breakpoints: [],
      }),
    };
  }
}
