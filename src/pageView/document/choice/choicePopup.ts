import type { Choice, Chosen } from '../../messages/choice.ts';
import { createElement } from '../dom.ts';
import type { Picture } from '../picture/picture.ts';
import type { Choose, OpenChoice } from './openChoice.ts';
import { Picker } from './picker.ts';
import { SelectList } from './selectList.ts';
import { Suggestions } from './suggestions.ts';

/** What a popup needs of the tab. */
interface PopupOptions {
  readonly picture: Picture;
  /** Receives the keys of the page. */
  readonly textArea: HTMLElement;
  readonly send: (id: number, chosen: Chosen) => void;
  /** Called when the focus is to go back to the page. */
  readonly onClose: () => void;
}

/** Shows the choices of a page at their place in the picture. */
export class ChoicePopup {
  readonly element = createElement('div', { class: 'popup', hidden: '' });
  readonly #options: PopupOptions;
  #choice: Choice | undefined;
  #open: OpenChoice | undefined;

  constructor(options: PopupOptions) {
    this.#options = options;
    const listening = { capture: true, passive: true };
    document.addEventListener('wheel', ({ target }) => this.#leaveBy(target), listening);
    document.addEventListener('pointerdown', (event) => this.#onPress(event), { capture: true });
  }

  /** Shows a choice, or none. */
  show(choice: Choice | undefined): void {
    this.#close();
    if (choice === undefined) return;
    const { id } = choice;
    const open = this.#create(choice, (chosen) => this.#choose(id, chosen));
    this.#choice = choice;
    this.#open = open;
    this.element.replaceChildren(open.element);
    this.element.hidden = false;
    this.place();
    open.open();
  }

  /** Puts it at its element, below or above. */
  place(): void {
    const area = this.element.parentElement?.getBoundingClientRect();
    if (this.#choice === undefined || area === undefined) return;
    const { rectangle } = this.#choice;
    const anchor = this.#options.picture.toTab(rectangle);
    const { style } = this.element;
    style.minWidth = `${Math.min(anchor.width, area.width)}px`;
    const below = area.bottom - anchor.bottom;
    const above = anchor.top - area.top;
    const { offsetWidth, scrollHeight } = this.element;
    const isBelow = below >= Math.min(scrollHeight, above);
    style.maxHeight = `${Math.max(60, isBelow ? below : above)}px`;
    const left = Math.min(anchor.left - area.left, area.width - offsetWidth);
    style.left = `${Math.max(0, left)}px`;
    const top = isBelow ? anchor.bottom - area.top : above - this.element.offsetHeight;
    style.top = `${Math.max(0, Math.min(top, area.height - this.element.offsetHeight))}px`;
  }

  /** Handles a key that is pressed in the page, and returns whether it used the key. */
  press(event: KeyboardEvent): boolean {
    return this.#open?.press(event) ?? false;
  }

  #create(choice: Choice, choose: Choose): OpenChoice {
    switch (choice.kind) {
      case 'list':
        return new SelectList(choice, choose);
      case 'suggestions':
        return new Suggestions(choice, choose, this.#options.textArea);
      case 'picker':
        return new Picker(choice, choose);
    }
  }

  #choose(id: number, chosen: Chosen): void {
    this.#close();
    this.#options.send(id, chosen);
  }

  #close(): void {
    if (this.#open === undefined) return;
    const hadFocus = this.element.contains(document.activeElement);
    this.#open = undefined;
    this.#choice = undefined;
    this.element.hidden = true;
    this.element.replaceChildren();
    this.#options.textArea.removeAttribute('aria-activedescendant');
    if (hadFocus) this.#options.onClose();
  }

  /** A press on the element closes the choice, and would open it again if the page got it. */
  #onPress(event: PointerEvent): void {
    const choice = this.#choice;
    this.#leaveBy(event.target);
    if (choice === undefined || this.#choice !== undefined || choice.kind === 'suggestions') return;
    const { left, right, top, bottom } = this.#options.picture.toTab(choice.rectangle);
    const { clientX: x, clientY: y } = event;
    if (x < left || x >= right || y < top || y >= bottom) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Closes it if the user does something elsewhere. */
  #leaveBy(target: EventTarget | null): void {
    if (this.#open === undefined || this.#choice === undefined) return;
    if (target instanceof Node && this.element.contains(target)) return;
    this.#choose(this.#choice.id, this.#open.onLeave());
  }
}
