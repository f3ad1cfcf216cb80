import { createElement } from '../dom.ts';

/** An entry of a menu. */
export interface MenuItem {
  readonly label: string;
  /** Whether it is on, for entries that switch something. */
  readonly isChecked?: boolean;
  readonly isDisabled?: boolean;
  readonly run: () => void;
}

/** A button that opens a menu. */
export class MenuButton {
  readonly #button: HTMLButtonElement;
  readonly #items: () => readonly MenuItem[];
  readonly #menu = createElement('div', { class: 'menu', role: 'menu', popover: 'auto' });

  readonly element: HTMLElement;

  /** `items` is called each time when the menu opens. */
  constructor(button: HTMLButtonElement, items: () => readonly MenuItem[]) {
    this.#button = button;
    this.#items = items;
    this.element = createElement('span', { class: 'menuButton' }, button, this.#menu);
    this.#menu.setAttribute('aria-label', button.title);
    button.setAttribute('aria-haspopup', 'menu');
    button.setAttribute('aria-expanded', 'false');
    button.popoverTargetElement = this.#menu;
    button.addEventListener('keydown', (event) => {
      if (event.key === 'ArrowDown') this.#menu.showPopover();
    });
    this.#menu.addEventListener('beforetoggle', (event) => {
      if (event.newState === 'open') this.#prepare();
    });
    this.#menu.addEventListener('toggle', (event) => {
      button.setAttribute('aria-expanded', String(event.newState === 'open'));
    });
    this.#menu.addEventListener('keydown', (event) => this.#onKey(event));
  }

  #prepare(): void {
    this.#menu.replaceChildren(...this.#items().map((item) => this.#createItem(item)));
    // Focused as the menu opens. The keys that follow can arrive before the event that it has opened.
    this.#menu.firstElementChild?.setAttribute('autofocus', '');
    const { right, bottom } = this.#button.getBoundingClientRect();
    this.#menu.style.right = `${Math.max(0, document.documentElement.clientWidth - right)}px`;
    this.#menu.style.top = `${bottom}px`;
  }

  #createItem({ label, isChecked, isDisabled, run }: MenuItem): HTMLElement {
    const role = isChecked === undefined ? 'menuitem' : 'menuitemcheckbox';
    const item = createElement('div', { role, tabindex: '-1', class: 'menuItem' }, label);
    if (isChecked !== undefined) item.setAttribute('aria-checked', String(isChecked));
    if (isDisabled === true) item.setAttribute('aria-disabled', 'true');
    item.addEventListener('click', () => {
      if (isDisabled === true) return;
      this.#menu.hidePopover();
      run();
    });
    item.addEventListener('pointermove', () => item.focus());
    return item;
  }

  #onKey(event: KeyboardEvent): void {
    const items = [...this.#menu.children] as HTMLElement[];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const count = items.length;
    switch (event.key) {
      case 'ArrowDown':
        this.#focus((at + 1) % count);
        break;
      case 'ArrowUp':
        this.#focus((at - 1 + count) % count);
        break;
      case 'Home':
        this.#focus(0);
        break;
      case 'End':
        this.#focus(count - 1);
        break;
      case 'Enter':
      case ' ':
        items[at]?.click();
        break;
      case 'Tab':
        return this.#menu.hidePopover();
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #focus(index: number): void {
    (this.#menu.children[index] as HTMLElement | undefined)?.focus();
  }
}
