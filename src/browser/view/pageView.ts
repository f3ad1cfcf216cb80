import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { Emitter, type Event } from '../../common/emitter.ts';
import type { Viewport } from '../../pageView/messages/geometry.ts';
import type { ViewInput } from '../../pageView/messages/viewInput.ts';
import type { ViewStatus, ViewUpdate } from '../../pageView/messages/viewUpdate.ts';
import { PageClipboard } from './input/pageClipboard.ts';
import { PageCursor } from './input/pageCursor.ts';
import { PageInputs } from './input/pageInputs.ts';
import { PageControls, type PageControlsHost } from './pageControls.ts';
import { PageCrash } from './pageCrash.ts';
import { PageSession } from './pageSession.ts';
import { PagePicture } from './picture/pagePicture.ts';
import { PageWorld } from './scripts/pageWorld.ts';

/** What a view needs of the editor. */
export interface PageViewHost extends PageControlsHost {
  /** Writes to the user's clipboard. */
  copy(text: string): void;
}

/** Shows a page in a document elsewhere, and gives it the input of that document. */
export class PageView implements Disposable {
  readonly #session: PageSession;
  readonly #cursor: PageCursor;
  readonly #inputs: PageInputs;
  readonly #picture: PagePicture;
  readonly #controls: PageControls;
  readonly #crash: PageCrash;
  readonly #updates = new Emitter<ViewUpdate>();
  readonly #resources = new DisposableStore();
  /** `undefined` before the document is loaded. */
  #viewport: Viewport | undefined;
  #isVisible = true;
  #pauseReason: string | undefined;

  /** Messages for the document. The first ones follow its `ready`. */
  readonly updates: Event<ViewUpdate> = this.#updates.event;

  /** Attaches to a page. Throws like {@link PageSession.attach}. */
  static async open(browserUri: string, targetId: string, host: PageViewHost): Promise<PageView> {
    return new PageView(await PageSession.attach(browserUri, targetId, host.clock), host);
  }

  private constructor(session: PageSession, host: PageViewHost) {
    const { clock } = host;
    const copy = (text: string): void => host.copy(text);
    this.#session = this.#resources.add(session);
    // Frames and dialogs depend on it. A page with an open dialog responds later.
    session.post('Page.enable');
    const world = this.#resources.add(new PageWorld(session));
    this.#cursor = this.#resources.add(new PageCursor(world));
    this.#resources.add(this.#cursor.changed(() => this.#sendCursor()));
    this.#controls = this.#resources.add(new PageControls(session, world, host));
    this.#resources.add(this.#controls.updates((update) => this.#send(update)));
    this.#crash = this.#resources.add(new PageCrash(session));
    this.#resources.add(this.#crash.changed(() => this.#sendStatus()));
    const clipboard = new PageClipboard(session, world, copy);
    this.#inputs = this.#resources.add(new PageInputs(session, clipboard, clock));
    this.#picture = this.#resources.add(
      new PagePicture(session, clock, (frame) => this.#updates.fire(frame)),
    );
    void this.#start(world);
  }

  /** Resolves when the page or the browser is closed, and on `dispose`. */
  get closed(): Promise<void> {
    return this.#session.closed;
  }

  /** Receives a message of the document. */
  handle(input: ViewInput): void {
    switch (input.type) {
      case 'ready':
        return this.#ready(input.viewport);
      case 'viewport':
        return this.#resize(input.viewport);
      case 'drawn':
        return this.#picture.drawn(input.frame);
      case 'input':
        // A page that is stopped in the debugger loses its input.
        if (this.#pauseReason === undefined) this.#inputs.give(input.input);
        return;
      case 'navigate':
      case 'choose':
      case 'accessibility':
        return this.#controls.handle(input);
      case 'node':
        if (this.#pauseReason === undefined) this.#controls.actOnNode(input.id, input.what);
        return;
      case 'debug':
      case 'startAgain':
        return;
    }
  }

  /** A hidden view costs nothing: the page is not drawn for it. */
  setVisible(isVisible: boolean): void {
    if (this.#isVisible === isVisible) return;
    this.#isVisible = isVisible;
    this.#controls.setVisible(isVisible);
    if (isVisible) return this.#startPicture();
    this.#picture.stop();
    this.#inputs.release();
  }

  /** Stops giving the page input while it is stopped in the debugger for this reason, or goes on if there is none. */
  setPaused(reason: string | undefined): void {
    this.#pauseReason = reason;
    this.#sendStatus();
    // What was released in the meantime was lost.
    if (reason === undefined) this.#inputs.release();
    else this.#inputs.clear();
  }

  /** Detaches from the page, which stays open in its own size. */
  dispose(): void {
    this.#resources.dispose();
  }

  async #start(world: PageWorld): Promise<void> {
    try {
      await world.install();
    } catch {
      // The page is closed.
      return;
    }
    this.#controls.start();
  }

  #ready(viewport: Viewport): void {
    this.#viewport = viewport;
    this.#sendStatus();
    this.#sendCursor();
    this.#controls.resend();
    this.#startPicture();
  }

  #resize(viewport: Viewport): void {
    // Documents of hidden tabs report meaningless sizes.
    if (!this.#isVisible) return;
    this.#viewport = viewport;
    this.#picture.resize(viewport);
  }

  #startPicture(): void {
    if (this.#isVisible && this.#viewport !== undefined) this.#picture.start(this.#viewport);
  }

  #sendCursor(): void {
    this.#updates.fire({ type: 'cursor', cursor: this.#cursor.current });
  }

  #sendStatus(): void {
    this.#send({ type: 'status', status: this.#status });
  }

  get #status(): ViewStatus {
    const reason = this.#pauseReason;
    if (this.#crash.isCrashed) return { state: 'crashed' };
    return reason === undefined ? { state: 'live' } : { state: 'paused', reason };
  }

  /** Sends to the document once it is loaded. */
  #send(update: ViewUpdate): void {
    if (this.#viewport !== undefined) this.#updates.fire(update);
  }
}
