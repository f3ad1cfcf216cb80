import type { ViewStatus, ViewUpdate } from '../messages/viewUpdate.ts';
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
  readonly #picture = new Picture();
  readonly #overlay: Overlay;
  readonly #toolbar: Toolbar;
  readonly #viewport: WantedViewport;
  readonly #live = new LiveRegion();
  readonly #keyboard: Keyboard;

  constructor(host: Host) {
    this.#host = host;
    const state = new SavedState(host);
    this.#state = state;
    this.#inputs = new PageInputs(host);
    this.#textArea = new TextArea(this.#inputs);
    this.#keyboard = new Keyboard(this.#textArea.element, this.#inputs);
    this.#overlay = new Overlay((message) => host.send(message));
    this.#toolbar = new Toolbar({
      state,
      navigate: (navigation) => host.send({ type: 'navigate', navigation }),
      onStateChange: () => this.#viewport.update(),
      onLeave: () => this.#textArea.focus(),
    });
    const area = createElement(
      'main',
      { class: 'page' },
      this.#picture.canvas,
      this.#textArea.element,
      this.#overlay.element,
    );
    document.body.append(this.#toolbar.element, area, this.#live.element);
    this.#viewport = new WantedViewport(area, state);
    this.#listen();
  }

  /** Asks the host for everything that the tab shows. */
  open(): void {
    this.#picture.displayScale = this.#viewport.displayScale;
    this.#host.send({ type: 'ready', viewport: this.#viewport.current });
  }

  #listen(): void {
    const { canvas } = this.#picture;
    const parts = {
      picture: this.#picture,
      mouse: new Mouse(this.#picture, this.#inputs),
      touch: new Touch(this.#picture, this.#inputs),
      isMobile: () => this.#viewport.isMobile,
    };
    const onPress = ({ clientX, clientY }: PointerEvent): void => {
      const { left, top } = canvas.getBoundingClientRect();
      this.#textArea.focusAt({ x: clientX - left, y: clientY - top });
    };
    listenToPointer({ ...parts, onPress });
    listenToWheel(this.#picture, this.#inputs);
    this.#picture.drawn((frame) => this.#host.send({ type: 'drawn', frame }));
    this.#viewport.changed((viewport) => {
      this.#picture.displayScale = this.#viewport.displayScale;
      this.#host.send({ type: 'viewport', viewport });
    });
    this.#keyboard.tabMode((leavesPage) => this.#sayTabMode(leavesPage));
    this.#host.updates((update) => this.#show(update));
  }

  #show(update: ViewUpdate): void {
    switch (update.type) {
      case 'frame':
        return this.#picture.show(update);
      case 'location':
        return this.#toolbar.show(update);
      case 'status':
        return this.#showStatus(update.status);
      case 'cursor':
        this.#picture.canvas.style.cursor = update.cursor;
        return;
      case 'announcement':
        return this.#live.say(update.text);
      case 'keep':
        return this.#state.change({ session: update.session });
      case 'choice':
      case 'accessibility':
        return;
    }
  }

  #showStatus(status: ViewStatus): void {
    const hadFocus = this.#overlay.hasFocus;
    this.#overlay.show(status);
    this.#inputs.isLive = status.state === 'live';
    if (hadFocus) this.#textArea.focus();
    this.#live.say(announceStatus(status));
  }

  #sayTabMode(leaves: boolean): void {
    this.#live.say(
      leaves ? 'Pressing Tab now leaves the page' : 'Pressing Tab now reaches the page',
    );
  }
}
