import { type Disposable, DisposableStore } from '../../../common/disposable.ts';
import { getMessage } from '../../../common/log.ts';
import { PageSession } from '../../../browser/view/pageSession.ts';
import {
  type FirstPage,
  ViewedBrowser,
  type ViewedBrowserHost,
  type ViewedTarget,
} from '../../../browser/view/viewedBrowser.ts';
import type { PageTab } from './pageTab.ts';
import { placeForPage } from './tabPlace.ts';
import { ViewedPage, type ViewedPageOptions } from './viewedPage.ts';

export interface BrowserPagesOptions extends ViewedPageOptions {
  readonly browserHost: ViewedBrowserHost;
  /** The page that was opened first. */
  readonly first: FirstPage;
}

/** The pages of a browser: the first one, and windows that it opens. */
export class BrowserPages implements Disposable {
  readonly #browser: ViewedBrowser;
  readonly #options: BrowserPagesOptions;
  readonly #pages = new Map<string, ViewedPage>();
  readonly #resources = new DisposableStore();
  /** Whether new windows open in tabs of their own. */
  #isShown = false;
  /** The page that was brought to the front last. */
  #front: ViewedPage | undefined;

  /** Throws a HumanError if the browser can't be reached. */
  static async open(options: BrowserPagesOptions): Promise<BrowserPages> {
    const browser = await ViewedBrowser.open(options.first, options.browserHost);
    return new BrowserPages(browser, options);
  }

  private constructor(browser: ViewedBrowser, options: BrowserPagesOptions) {
    this.#browser = this.#resources.add(browser);
    this.#options = options;
    this.#resources.add(browser.opened((target) => this.#opened(target)));
    this.#resources.add(browser.changed((target) => this.#page(target.targetId)?.changed(target)));
    this.#resources.add(browser.closed((targetId) => this.#closed(targetId)));
    for (const target of browser.targets) this.#opened(target);
  }

  get pages(): readonly ViewedPage[] {
    return [...this.#pages.values()];
  }

  /** Shows the first page, and windows that it opens, in tabs. */
  show(preserveFocus: boolean): void {
    this.#isShown = true;
    const [first] = this.#pages.values();
    if (first !== undefined) this.showPage(first, preserveFocus);
  }

  showPage(page: ViewedPage, preserveFocus: boolean): void {
    this.#isShown = true;
    page.show({ viewColumn: this.#viewColumn, preserveFocus });
    // A new tab is visible from its start. Its page may have opened behind another one.
    this.#activate(page);
  }

  /** Reloads a page, whether it is shown or not. Throws a HumanError. */
  async reload(page: ViewedPage): Promise<void> {
    if (page.reload()) return;
    const { targetId } = page;
    const { browserUri, clock } = this.#options;
    const session = await PageSession.attach(browserUri, targetId, clock);
    try {
      await session.send('Page.reload');
    } finally {
      session.dispose();
    }
  }

  /** Disconnects from the browser. Returns the tab of its first page, which stays open; the others are closed. */
  release(): PageTab | undefined {
    const [first, ...others] = this.#pages.values();
    this.#pages.clear();
    this.#resources.dispose();
    for (const page of others) page.dispose();
    return first?.release();
  }

  dispose(): void {
    this.release()?.dispose();
  }

  /** New windows open beside the page that opened them. */
  get #viewColumn() {
    const open = this.pages.find(({ tab }) => tab?.viewColumn !== undefined);
    return open?.tab?.viewColumn ?? placeForPage();
  }

  #page(targetId: string): ViewedPage | undefined {
    return this.#pages.get(targetId);
  }

  #opened(target: ViewedTarget): void {
    if (this.#pages.has(target.targetId)) return;
    const page = new ViewedPage(target, this.#options);
    this.#pages.set(target.targetId, page);
    this.#resources.add(page.activated(() => this.#activate(page)));
    this.#resources.add(page.hidden(() => this.#showBehind(page)));
    if (!this.#isShown) return;
    // The user continues in a window that a click has opened.
    const isInUse = this.pages.some(({ tab }) => tab?.isActive);
    this.showPage(page, !isInUse);
  }

  #closed(targetId: string): void {
    this.#page(targetId)?.dispose();
    this.#pages.delete(targetId);
  }

  /**
   * Brings another page to the front when the tab of the one in front is hidden. The editor may report that a
   * tab has the focus only after the click in it has opened a window, whose tab covers it.
   */
  #showBehind(hidden: ViewedPage): void {
    if (hidden !== this.#front) return;
    const visible = this.pages.filter(({ tab }) => tab?.isVisible);
    const next = visible.find(({ tab }) => tab?.isActive) ?? visible[0];
    if (next !== undefined) this.#activate(next);
  }

  #activate(page: ViewedPage): void {
    this.#front = page;
    this.#browser.activate(page.targetId).catch((error: unknown) => {
      this.#options.log.debug(`A page could not be brought to front: ${getMessage(error)}`);
    });
  }
}
