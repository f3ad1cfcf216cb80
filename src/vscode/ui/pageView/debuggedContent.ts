import { Emitter, type Event } from '../../../common/emitter.ts';
import { type Disposable, DisposableStore } from '../../../common/disposable.ts';
import type { PageView } from '../../../browser/view/pageView.ts';
import type { KeptSession } from '../../../pageView/messages/keptSession.ts';
import type { ViewInput } from '../../../pageView/messages/viewInput.ts';
import type { ViewUpdate } from '../../../pageView/messages/viewUpdate.ts';
import type { PagePauses } from '../../debug/page/pagePauses.ts';
import type { TabContent } from './tabContent.ts';

export interface DebuggedContentOptions {
  readonly pauses: PagePauses;
  /** Restores the tab after a window reload; absent if its session can't be started again. */
  readonly kept: KeptSession | undefined;
  /** Returns the value of {@link documentScript} in the page. Never rejects. */
  readonly readDocument: () => Promise<string | undefined>;
}

/** A page with the state of its debugger. */
export class DebuggedContent implements TabContent, Disposable {
  readonly #view: PageView;
  readonly #options: DebuggedContentOptions;
  readonly #updates = new Emitter<ViewUpdate>();
  readonly #resources = new DisposableStore();
  /** The document when the page was paused last. */
  #document: string | undefined;
  #isPaused = false;
  /** Counts how often the document was read. */
  #reads = 0;

  readonly updates: Event<ViewUpdate> = this.#updates.event;

  /** Owns the view. */
  constructor(view: PageView, options: DebuggedContentOptions) {
    this.#view = this.#resources.add(view);
    this.#options = options;
    this.#resources.add(view.updates((update) => this.#updates.fire(update)));
    this.#resources.add(options.pauses.changed(() => void this.#showPause()));
    void this.#showPause();
  }

  handle(input: ViewInput): void {
    const { kept, pauses } = this.#options;
    if (input.type === 'ready' && kept !== undefined) {
      this.#updates.fire({ type: 'keep', session: kept });
    }
    if (input.type === 'debug') {
      if (this.#isPaused) pauses.run(this.#document, input.command);
    } else if (input.type !== 'startAgain') this.#view.handle(input);
  }

  setVisible(isVisible: boolean): void {
    this.#view.setVisible(isVisible);
  }

  dispose(): void {
    this.#reads++;
    this.#resources.dispose();
  }

  async #showPause(): Promise<void> {
    const { pauses, readDocument } = this.#options;
    const read = ++this.#reads;
    const document = pauses.isEmpty ? this.#document : await readDocument();
    // Another one has begun, or the content is disposed of.
    if (read !== this.#reads) return;
    this.#document = document;
    const reason = pauses.reason(this.#document);
    if (reason === undefined && !this.#isPaused) return;
    this.#isPaused = reason !== undefined;
    this.#view.setPaused(reason);
  }
}
