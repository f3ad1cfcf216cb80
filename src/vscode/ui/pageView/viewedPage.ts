import type { Clock } from '../../../common/clock.ts';
import { type Disposable, DisposableStore, toDisposable } from '../../../common/disposable.ts';
import { Emitter, type Event } from '../../../common/emitter.ts';
import { getMessage, type Log } from '../../../common/log.ts';
import { LastingConnection } from '../../../browser/view/lastingConnection.ts';
import { PageView, type PageViewHost } from '../../../browser/view/pageView.ts';
import type { ViewedTarget } from '../../../browser/view/viewedBrowser.ts';
import { DebuggedContent, type DebuggedContentOptions } from './debuggedContent.ts';
import { DocumentReader } from './documentReader.ts';
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
    this.#connect(tab, this.#shown);
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

  /** A tab without a connection keeps its last picture. It is closed or vacated with the session. */
  #connect(tab: PageTab, shown: DisposableStore): void {
    const { clock, log } = this.#options;
    const connect = async (resources: DisposableStore): Promise<PageView> => {
      const { content, view } = await this.#open(resources);
      if (this.#shown === shown) {
        this.#content = content;
        resources.add(toDisposable(() => (this.#content = undefined)));
        tab.show(content);
      }
      return view;
    };
    const failed = (error: unknown): void =>
      log.warn(`A page can't be shown in its tab: ${getMessage(error)}`);
    void shown.add(new LastingConnection({ clock, connect, failed })).start();
  }

  async #open(resources: DisposableStore) {
    const { browserUri, clock, kept, pauses, viewHost } = this.#options;
    const view = await PageView.open(browserUri, this.targetId, viewHost);
    const reader = resources.add(new DocumentReader(browserUri, this.targetId, clock));
    const readDocument = (): Promise<string | undefined> => reader.read();
    return {
      view,
      content: resources.add(new DebuggedContent(view, { pauses, kept, readDocument })),
    };
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
