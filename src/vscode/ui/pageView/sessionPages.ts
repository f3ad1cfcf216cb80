import type * as vscode from 'vscode';
import type { PageViewer, ViewablePage } from '../../../apps/launch.ts';
import { type Disposable, toDisposable } from '../../../common/disposable.ts';
import { getMessage } from '../../../common/log.ts';
import type { KeptSession } from '../../../pageView/messages/keptSession.ts';
import type { PagePauses } from '../../debug/page/pagePauses.ts';
import type { BrowserPages } from './browserPages.ts';
import { EndedContent } from './endedContent.ts';
import type { PageTab } from './pageTab.ts';
import type { PageTabsServices } from './pageTabsServices.ts';

export interface SessionPagesOptions {
  /** The name of the session's resource. */
  readonly name: string;
  /** The name that users see. */
  readonly title: string;
  readonly pauses: PagePauses;
  /** Whether a page is to be shown when it opens. */
  readonly isShown: (page: ViewablePage) => boolean;
  /** Called when the session has ended. */
  readonly over: () => void;
}

/** A page that was opened by a launch, with its browser once that is viewed. */
interface Opened {
  readonly page: ViewablePage;
  readonly kept: KeptSession | undefined;
  browser: Promise<BrowserPages> | undefined;
}

/** The pages of a session, over all its launches. */
export class SessionPages implements Disposable {
  readonly #options: SessionPagesOptions;
  readonly #services: PageTabsServices;
  readonly #opened = new Set<Opened>();
  readonly #changed: () => void;
  /** The tab of the last launch, for the next one. */
  #vacant: PageTab | undefined;
  #isOver = false;

  /** `changed` is called when a page was opened or closed. */
  constructor(options: SessionPagesOptions, services: PageTabsServices, changed: () => void) {
    this.#options = options;
    this.#services = services;
    this.#changed = changed;
  }

  get name(): string {
    return this.#options.name;
  }

  get title(): string {
    return this.#options.title;
  }

  get hasPages(): boolean {
    return this.#opened.size > 0;
  }

  /** Returns the port for a launch below this debug session. */
  viewerBelow(parent: vscode.DebugSession): PageViewer {
    const kept = this.#services.again.keep(parent);
    return { opened: (page) => this.#add({ page, kept, browser: undefined }) };
  }

  /** Connects to the browsers of all pages. Those that can't be reached are left out. */
  async browsers(): Promise<readonly BrowserPages[]> {
    const all = await Promise.all(
      [...this.#opened].map((one) => this.#connect(one).catch(() => undefined)),
    );
    return all.filter((browser) => browser !== undefined);
  }

  /** Closes the tabs. */
  dispose(): void {
    this.#isOver = true;
    this.#options.over();
    for (const one of this.#opened) this.#release(one);
    this.#vacant?.dispose();
    this.#vacant = undefined;
  }

  #add(one: Opened): Disposable {
    this.#opened.add(one);
    this.#changed();
    if (this.#options.isShown(one.page)) void this.#show(one);
    return toDisposable(() => this.#release(one));
  }

  async #show(one: Opened): Promise<void> {
    try {
      const browser = await this.#connect(one);
      if (this.#opened.has(one)) browser.show(true);
    } catch (error) {
      // The browser may have ended.
      if (!this.#opened.has(one)) return;
      this.#services.log.warn(`The page of ${this.title} can't be shown: ${getMessage(error)}`);
    }
  }

  #connect(one: Opened): Promise<BrowserPages> {
    one.browser ??= this.#open(one).catch((error: unknown) => {
      // The next call tries again.
      one.browser = undefined;
      throw error;
    });
    return one.browser;
  }

  async #open({ kept, page }: Opened): Promise<BrowserPages> {
    // Loaded when a page is first shown.
    const { openBrowserPages } = await import('./openBrowserPages.ts');
    const { pauses, title } = this.#options;
    const takeTab = (): PageTab | undefined => this.#takeTab(kept);
    return openBrowserPages({ page, kept, pauses, title, takeTab }, this.#services);
  }

  #takeTab(kept: KeptSession | undefined): PageTab | undefined {
    const tab = this.#vacant ?? this.#services.ended.take(kept);
    this.#vacant = undefined;
    return tab;
  }

  /** The browser is closing. */
  #release(one: Opened): void {
    if (!this.#opened.delete(one)) return;
    this.#changed();
    void one.browser?.then(
      (browser) => this.#vacate(browser),
      () => undefined,
    );
  }

  #vacate(browser: BrowserPages): void {
    const tab = browser.release();
    if (tab === undefined) return;
    if (this.#isOver) return tab.dispose();
    this.#vacant?.dispose();
    this.#vacant = tab;
    tab.show(new EndedContent(undefined));
    tab.closed(() => {
      if (this.#vacant === tab) this.#vacant = undefined;
    });
  }
}
