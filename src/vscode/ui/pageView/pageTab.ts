import * as vscode from 'vscode';
import type { Clock } from '../../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../../common/disposable.ts';
import { Emitter, type Event } from '../../../common/emitter.ts';
import { getMessage, type Log } from '../../../common/log.ts';
import { type ViewInput, viewInputSchema } from '../../../pageView/messages/viewInput.ts';
import type { ViewUpdate } from '../../../pageView/messages/viewUpdate.ts';
import type { TabContent } from './tabContent.ts';
import { type TabAppearance, TabHeader } from './tabHeader.ts';
import { type PageDocument, viewType, webviewOptions } from './pageDocument.ts';

/** Dependencies of all tabs of a window. */
export interface PageTabOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly document: PageDocument;
  readonly extensionUri: vscode.Uri;
  /** Whether the window is closing, which keeps its tabs for the next time. */
  readonly isClosing: () => boolean;
}

/** Where a tab opens. */
export interface TabPlace {
  readonly viewColumn: vscode.ViewColumn;
  readonly preserveFocus: boolean;
}

/** An editor tab with the document that shows pages. Its content can be replaced. */
export class PageTab implements Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #options: PageTabOptions;
  readonly #header: TabHeader;
  readonly #closed = new Emitter<void>();
  readonly #activated = new Emitter<void>();
  readonly #hidden = new Emitter<void>();
  readonly #resources = new DisposableStore();
  /** Of the current content. */
  #shown = new DisposableStore();
  #content: TabContent | undefined;
  /** Of the panel, at its last change. */
  #state: Pick<vscode.WebviewPanel, 'active' | 'visible'>;
  /** The last `ready` of the document, with its current viewport; absent while there is no document. */
  #ready: ViewInput | undefined;

  /** Fires when the user has closed the tab. */
  readonly closed: Event<void> = this.#closed.event;
  /** Fires when the tab became visible or got the focus. */
  readonly activated: Event<void> = this.#activated.event;
  /** Fires when the tab became hidden. */
  readonly hidden: Event<void> = this.#hidden.event;

  /** Opens a tab. */
  static open(title: string, place: TabPlace, options: PageTabOptions): PageTab {
    const panel = vscode.window.createWebviewPanel(viewType, title, place, {
      ...webviewOptions,
      retainContextWhenHidden: false,
    });
    return new PageTab(panel, options);
  }

  /** Takes a tab that the editor has restored. */
  static restore(panel: vscode.WebviewPanel, options: PageTabOptions): PageTab {
    panel.webview.options = webviewOptions;
    return new PageTab(panel, options);
  }

  private constructor(panel: vscode.WebviewPanel, options: PageTabOptions) {
    this.#panel = panel;
    this.#state = { active: panel.active, visible: panel.visible };
    this.#options = options;
    this.#header = this.#resources.add(new TabHeader(panel, options));
    this.#resources.add(panel.onDidDispose(() => this.#leave()));
    this.#resources.add(panel.onDidChangeViewState(() => this.#viewStateChanged()));
    this.#resources.add(
      panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
    );
    this.#resources.add({ dispose: () => this.#shown.dispose() });
    void this.#load(options.document);
  }

  get isActive(): boolean {
    return this.#panel.active;
  }

  get isVisible(): boolean {
    return this.#panel.visible;
  }

  get viewColumn(): vscode.ViewColumn | undefined {
    return this.#panel.viewColumn;
  }

  reveal(preserveFocus: boolean): void {
    this.#panel.reveal(undefined, preserveFocus);
  }

  /** Changes title and icon. */
  look(appearance: TabAppearance): void {
    this.#header.show(appearance);
  }

  /** Shows another content. */
  show(content: TabContent): void {
    this.#shown.dispose();
    this.#shown = new DisposableStore();
    this.#content = content;
    this.#shown.add(content.updates((update) => this.#send(update)));
    content.setVisible(this.#panel.visible);
    if (this.#ready !== undefined) content.handle(this.#ready);
  }

  /** Closes the tab. */
  dispose(): void {
    this.#resources.dispose();
    if (!this.#options.isClosing()) this.#panel.dispose();
  }

  async #load(document: PageDocument): Promise<void> {
    try {
      this.#panel.webview.html = await document.html();
    } catch (error) {
      this.#options.log.error(`A page's tab can't be shown: ${getMessage(error)}`);
    }
  }

  /** The user has closed the tab, or the window is closing. */
  #leave(): void {
    this.#resources.dispose();
    this.#closed.fire();
  }

  #viewStateChanged(): void {
    const { active, visible } = this.#panel;
    // The document of a hidden tab is gone.
    if (!visible) this.#ready = undefined;
    this.#content?.setVisible(visible);
    const before = this.#state;
    this.#state = { active, visible };
    if ((visible && !before.visible) || (active && !before.active)) this.#activated.fire();
    if (!visible && before.visible) this.#hidden.fire();
  }

  #receive(message: unknown): void {
    const input = viewInputSchema.safeParse(message).data;
    if (input === undefined) {
      return this.#options.log.warn("Ignored an invalid message from a page's tab.");
    }
    if (input.type === 'ready') this.#ready = input;
    if (input.type === 'viewport') this.#ready = { ...input, type: 'ready' };
    this.#content?.handle(input);
  }

  #send(update: ViewUpdate): void {
    if (update.type === 'location') this.#header.located(update);
    // Resolves to false if the document is gone. It requests the full state when it is shown again.
    this.#panel.webview.postMessage(update).then(undefined, () => undefined);
  }
}
