import type { BrowserKind } from '../../launch/launchPlan.ts';
import type { AppPage, ShownPage } from './appPage.ts';
import type { LaunchScope } from '../../common/launchScope.ts';
import type { OpeningDebugger } from '../../wasm/pageDebugger.ts';

export interface BridgedPageParts {
  readonly title: string;
  readonly wanted: BrowserKind | undefined;
  readonly webRoot: string | undefined;
  readonly held: LaunchScope;
  readonly debugger: OpeningDebugger;
}

/** A page that its debugger opens in its own browser. */
export class BridgedPage implements AppPage {
  readonly #parts: BridgedPageParts;

  constructor(parts: BridgedPageParts) {
    this.#parts = parts;
  }

  prepare(): Promise<void> {
    return Promise.resolve();
  }

  async show(url: string): Promise<ShownPage> {
    const { held, title, wanted, webRoot } = this.#parts;
    const browser = wanted ?? 'chrome';
    const opening = this.#parts.debugger.open({ title, url, browser, webRoot });
    const attachment = await held.hold(opening, (one) => one.detach());
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
