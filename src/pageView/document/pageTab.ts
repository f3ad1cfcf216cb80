import type { ViewStatus, ViewUpdate } from '../messages/viewUpdate.ts';
import { AccessibleTree } from './accessible/accessibleTree.ts';
import { WantedTree } from './accessible/wantedTree.ts';
import { ChoicePopup } from './choice/choicePopup.ts';
import { createElement } from './dom.ts';
import type { Host } from './host.ts';
import { Keyboard } from './input/keyboard.ts';
import { Mouse } from './input/mouse.ts';
import { PageInputs } from './input/pageInputs.ts';
import { listenToPointer } from './input/pointer.ts';
import { TextArea } from './input/textArea.ts';
import { Touch } from './input/touch.ts';
import { listenToWheel } from './input/wheel.ts';
import { LiveRegion } from './liveRegion.ts';
import { announceStatus, Overlay } from './overlay.ts';
import { Picture } from './picture/picture.ts';
import { WantedViewport } from './picture/viewport.ts';
import { SavedState } from './savedState.ts';
import { Toolbar } from './toolbar/toolbar.ts';

/** Everything that the tab shows, connected to the host. */
export class PageTab {
  readonly #host: Host;
  readonly #state: SavedState;
  readonly #inputs: PageInputs;
  readonly #textArea: TextArea;
  readonly #keyboard: Keyboard;
  readonly #picture = new Picture();
  readonly #popup: ChoicePopup;
  readonly #overlay: Overlay;
  readonly #tree: AccessibleTree;
  readonly #wantedTree: WantedTree;
  readonly #toolbar: Toolbar;
  readonly #viewport: WantedViewport;
  readonly #live = new LiveRegion();
  #title = '';

  constructor(host: Host) {
    this.#host = host;
    this.#state = new SavedState(host);
    this.#inputs = new PageInputs(host);
    this.#textArea = new TextArea(this.#inputs);
    this.#keyboard = new Keyboard(this.#textArea.element, this.#inputs);
    this.#popup = this.#createPopup();
    this.#overlay = new Overlay((message) => host.send(message));
    this.#tree = new AccessibleTree((id, what) => {
      if (this.#inputs.isLive) host.send({ type: 'node', id, what });
    });
    this.#toolbar = this.#createToolbar();
    const area = createElement(
      'main',
      { class: 'page' },
      this.#picture.canvas,
      this.#textArea.element,
      this.#popup.element,
      this.#tree.element,
      this.#overlay.element,
    );
    document.body.append(this.#toolbar.element, area, this.#live.element);
    this.#viewport = new WantedViewport(area, this.#state);
    this.#wantedTree = new WantedTree(this.#state, (isWanted) => {
      host.send({ type: 'accessibility', isWanted });
    });
    this.#listen();
  }

  /** Asks the host for everything that the tab shows. */
  open(): void {
    this.#picture.displayScale = this.#viewport.displayScale;
    this.#host.send({ type: 'ready', viewport: this.#viewport.current });
    this.#wantedTree.update();
    this.#takeFocus();
  }

  #createPopup(): ChoicePopup {
    return new ChoicePopup({
      picture: this.#picture,
      textArea: this.#textArea.element,
      send: (id, chosen) => {
        if (this.#inputs.isLive) this.#host.send({ type: 'choose', id, chosen });
      },
      onClose: () => this.#textArea.focus(),
    });
  }

  #createToolbar(): Toolbar {
    return new Toolbar({
      state: this.#state,
      navigate: (navigation) => this.#host.send({ type: 'navigate', navigation }),
      onStateChange: () => {
        this.#viewport.update();
        this.#wantedTree.update();
      },
      onLeave: () => this.#textArea.focus(),
    });
  }

  #listen(): void {
    this.#listenToInput();
    this.#picture.drawn((frame) => this.#host.send({ type: 'drawn', frame }));
    this.#viewport.changed((viewport) => {
      this.#picture.displayScale = this.#viewport.displayScale;
      this.#popup.place();
      this.#host.send({ type: 'viewport', viewport });
    });
    window.addEventListener('focus', () => this.#takeFocus());
    this.#host.updates((update) => this.#show(update));
  }

  /** Gives the page the focus of a tab that has it. */
  #takeFocus(): void {
    if (document.hasFocus() && document.activeElement === document.body) this.#textArea.focus();
  }

  #listenToInput(): void {
    const { canvas } = this.#picture;
    listenToPointer({
      picture: this.#picture,
      mouse: new Mouse(this.#picture, this.#inputs),
      touch: new Touch(this.#picture, this.#inputs),
      isMobile: () => this.#viewport.isMobile,
      onPress: ({ clientX, clientY }) => {
        const { left, top } = canvas.getBoundingClientRect();
        this.#textArea.focusAt({ x: clientX - left, y: clientY - top });
      },
    });
    listenToWheel(this.#picture, this.#inputs);
    this.#keyboard.filter = this.#popup;
    this.#keyboard.tabMode((leavesPage) => this.#sayTabMode(leavesPage));
  }

  #show(update: ViewUpdate): void {
    switch (update.type) {
      case 'frame':
        return this.#picture.show(update);
      case 'location':
        return this.#showLocation(update);
      case 'status':
        return this.#showStatus(update.status);
      case 'cursor':
        this.#picture.canvas.style.cursor = update.cursor;
        return;
      case 'choice':
        return this.#popup.show(this.#inputs.isLive ? update.choice : undefined);
      case 'accessibility':
        return this.#showTree(update);
      case 'keep':
        return this.#state.change({ session: update.session });
      case 'announcement':
        return this.#live.say(update.text);
    }
  }

  #showLocation(location: ViewUpdate & { readonly type: 'location' }): void {
    this.#toolbar.show(location);
    if (location.isLoading || location.title === this.#title) return;
    this.#title = location.title;
    this.#picture.canvas.setAttribute('aria-label', `Picture of the page ${location.title}`);
    this.#live.say(location.title);
  }

  #showStatus(status: ViewStatus): void {
    const hadFocus = this.#overlay.hasFocus;
    // Another page follows in the same tab.
    if (this.#toolbar.hasEnded && status.state !== 'ended') this.#wantedTree.repeat();
    this.#inputs.isLive = status.state === 'live';
    this.#overlay.show(status);
    if (status.state !== 'live') this.#popup.show(undefined);
    this.#toolbar.hasEnded = status.state === 'ended';
    if (hadFocus) this.#textArea.focus();
    this.#live.say(announceStatus(status));
  }

  #showTree({ root }: ViewUpdate & { readonly type: 'accessibility' }): void {
    this.#tree.show(root);
    this.#picture.canvas.ariaHidden = root === undefined ? null : 'true';
  }

  #sayTabMode(leavesPage: boolean): void {
    const where = leavesPage ? 'leaves the page' : 'reaches the page';
    this.#live.say(`Pressing Tab now ${where}`);
  }
}
