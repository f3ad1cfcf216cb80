import type { BrowserKind } from '../../launch/launchPlan.ts';
import type { AppPage, ShownPage } from './appPage.ts';
import type { LaunchScope } from '../../common/launchScope.ts';
import type { OpeningDebugger } from '../../wasm/pageDebugger.ts';

export interface BridgedPageOptions {
  readonly title: string;
  readonly wanted: BrowserKind | undefined;
  readonly webRoot: string | undefined;
  readonly scope: LaunchScope;
  readonly debugger: OpeningDebugger;
}

/** A page that its debugger opens in its own browser. */
export class BridgedPage implements AppPage {
  readonly #options: BridgedPageOptions;

  constructor(options: BridgedPageOptions) {
    this.#options = options;
  }

  prepare(): Promise<void> {
    return Promise.resolve();
  }

  async show(url: string): Promise<ShownPage> {
    const { scope, title, wanted, webRoot } = this.#options;
    const browser = wanted ?? 'chrome';
    const opening = this.#options.debugger.open({ title, url, browser, webRoot });
    const attachment = await scope.hold(opening, (one) => one.detach());
    return {
      pid: undefined,
      ended: attachment.ended.then(() => undefined),
      facts: async () => ({
        url,
        proxy: undefined,
        isAttached: true,
        browser: undefined,
        page: undefined,
        breakpoints: attachment.breakpoints(),
      }),
    };
  }
}
