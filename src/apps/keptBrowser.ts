import type { DebuggableBrowser } from '../browser/program/browserProcess.ts';
import type { BrowserPlan } from '../browser/program/browserProgram.ts';
import type { Disposable } from '../common/disposable.ts';

/** What is asked of a browser that is kept. */
type KeepableBrowser = Pick<DebuggableBrowser, 'ended'>;

/** The tab of a launch. */
export interface Tab {
  readonly targetId: string;
  /** Where the app was loaded. */
  readonly url: string;
}

/** A browser with the tab of a former launch. */
interface Kept<B> {
  /** The plan by which it was started, as text. */
  readonly plan: string;
  readonly browser: B;
  readonly tab: Tab;
  readonly close: () => Promise<unknown>;
}

/**
 * Keeps the browser of an app from one launch to the next, so that the tab stays, and what its pages have stored. If
 * no launch follows, it is closed.
 */
export class KeptBrowser<B extends KeepableBrowser = DebuggableBrowser> implements Disposable {
  #isLaunchExpected = false;
  #isDisposed = false;
  #kept: Kept<B> | undefined;

  /** Whether the next launch can have the browser of the former one. */
  get hasBrowser(): boolean {
    return this.#kept !== undefined;
  }

  /** To be called before a launch is ended so that another one can follow. */
  expectLaunch(): void {
    this.#isLaunchExpected = true;
  }

  /** To be called when a launch begins. Returns whether it was expected. */
  beginLaunch(): boolean {
    const isExpected = this.#isLaunchExpected;
    this.#isLaunchExpected = false;
    return isExpected;
  }

  /** Returns the browser of the former launch if it was started by the same plan; closes any other. */
  async take(plan: BrowserPlan): Promise<Kept<B> | undefined> {
    const kept = this.#kept;
    this.beginLaunch();
    this.#kept = undefined;
    if (kept === undefined || kept.plan === JSON.stringify(plan)) return kept;
    await kept.close();
    return undefined;
  }

  /** Keeps the browser of a launch that ends with its tab, or closes it. */
  async release(
    plan: BrowserPlan,
    browser: B,
    tab: Tab | undefined,
    close: () => Promise<unknown>,
  ): Promise<void> {
    if (!this.#isLaunchExpected || this.#isDisposed || tab === undefined) {
      await close();
      return;
    }
    const kept: Kept<B> = { plan: JSON.stringify(plan), browser, tab, close };
    this.#kept = kept;
    void browser.ended.then(() => {
      if (this.#kept === kept) this.#discard();
    });
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#discard();
  }

  #discard(): void {
    const kept = this.#kept;
    this.#kept = undefined;
    // A browser that can't be closed has already reported why.
    kept?.close().catch(() => undefined);
  }
}

/** Returns the address in an app that a tab showed in its former launch; the app's own if it showed another site. */
export function restoreAddress(shown: string, former: string, url: string): string {
  if (![shown, former, url].every((each) => URL.canParse(each))) return url;
  const { hash, origin, pathname, search } = new URL(shown);
  if (origin !== new URL(former).origin) return url;
  return Object.assign(new URL(url), { pathname, search, hash }).href;
}
