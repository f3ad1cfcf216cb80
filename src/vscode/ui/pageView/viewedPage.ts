import type { Clock } from '../../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../../common/disposable.ts';
import { Emitter, type Event } from '../../../common/emitter.ts';
import { getMessage, type Log } from '../../../common/log.ts';
import { PageView, type PageViewHost } from '../../../browser/view/pageView.ts';
import type { ViewedTarget } from '../../../browser/view/viewedBrowser.ts';
import { DebuggedContent, type DebuggedContentOptions } from './debuggedContent.ts';
import { DocumentReader } from './documentReader.ts';
import { EndedContent } from './endedContent.ts';
import type { PageTab, TabPlace } from './pageTab.ts';

export interface ViewedPageOptions extends Pick<DebuggedContentOptions, 'pauses' | 'kept'> {
  readonly browserUri: string;
  /** The name of the session, for pages without a title. */
  readonly sessionTitle: string;
  readonly viewHost: PageViewHost;
  readonly clock: Clock;
  readonly log: Log;
  /** Opens a tab, or returns a vacant one. */
  readonly openTab: (title: string, place: TabPlace) => PageTab;
}

/** How long a tab waits before it connects to its page again, in milliseconds. A page can cut its connection at any time. */
const reconnectDelay = 1_000;

/** A page of a browser, with its tab while there is one. */
export class ViewedPage implements Disposable {
  readonly #options: ViewedPageOptions;
  readonly #activated = new Emitter<void>();
  readonly #hidden = new Emitter<void>();
  #target: ViewedTarget;
  #tab: PageTab | undefined;
  #content: DebuggedContent | undefined;
  /** Of the current tab. */
  #shown = new DisposableStore();

  /** Fires when its tab became visible or got the focus. */
  readonly activated: Event<void> = this.#activated.event;
  /** Fires when its tab became hidden. */
  readonly hidden: Event<void> = this.#hidden.event;

  constructor(target: ViewedTarget, options: ViewedPageOptions) {
    this.#target = target;
    this.#options = options;
  }

  get targetId(): string {
    return this.#target.targetId;
  }

  get tab(): PageTab | undefined {
    return this.#tab;
  }

  get url(): string {
    return this.#target.url;
  }

  get title(): string {
    return this.#target.title.trim() || this.#options.sessionTitle;
  }

  /** Updates title and icon of the tab. */
  changed(target: ViewedTarget): void {
    this.#target = target;
    this.#look();
  }

  /** Opens the tab, or shows it if it is open. */
  show(place: TabPlace): void {
    if (this.#tab !== undefined) return this.#tab.reveal(place.preserveFocus);
    const tab = this.#options.openTab(this.title, place);
    this.#tab = tab;
    this.#shown = new DisposableStore();
    this.#shown.add(tab.closed(() => this.#leaveTab()));
    this.#shown.add(tab.activated(() => this.#activated.fire()));
    this.#shown.add(tab.hidden(() => this.#hidden.fire()));
    this.#look();
    void this.#connect(tab, this.#shown);
  }

  /** Reloads the page if it is shown. Returns whether it is. */
  reload(): boolean {
    this.#content?.handle({ type: 'navigate', navigation: { to: 'reload' } });
    return this.#content !== undefined;
  }

  /** Leaves the tab open without its page. */
  release(): PageTab | undefined {
    const tab = this.#tab;
    this.#leaveTab();
    return tab;
  }

  /** Closes the tab. */
  dispose(): void {
    this.release()?.dispose();
  }

  async #connect(tab: PageTab, shown: DisposableStore): Promise<void> {
    const { browserUri, clock, kept, log, pauses, viewHost } = this.#options;
    const { targetId } = this.#target;
    const connected = shown.add(new DisposableStore());
    try {
      const view = await PageView.open(browserUri, targetId, viewHost);
      const reader = connected.add(new DocumentReader(browserUri, targetId, clock));
      const readDocument = (): Promise<string | undefined> => reader.read();
      const content = new DebuggedContent(view, { pauses, kept, readDocument });
      connected.add(content);
      if (this.#shown !== shown) return;
      this.#content = content;
      tab.show(content);
      void view.closed.then(() => {
        connected.dispose();
        this.#reconnect(tab, shown);
      });
    } catch (error) {
      if (this.#shown !== shown) return;
      log.warn(`A page can't be shown in its tab: ${getMessage(error)}`);
      tab.show(new EndedContent(undefined));
    }
  }

  /** The connection has ended, as one does when it gets more than 100 MiB at once. The page may be there. */
  #reconnect(tab: PageTab, shown: DisposableStore): void {
    if (this.#shown !== shown) return;
    this.#content = undefined;
    const { clock } = this.#options;
    shown.add(clock.after(reconnectDelay, () => void this.#connect(tab, shown)));
  }

  #look(): void {
    this.#tab?.look({ title: this.title, icon: this.#target.favicon });
  }

  #leaveTab(): void {
    this.#tab = undefined;
    this.#content = undefined;
    const shown = this.#shown;
    this.#shown = new DisposableStore();
    shown.dispose();
  }
}
