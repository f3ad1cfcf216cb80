import { Emitter, type Event } from '../../../common/emitter.ts';
import { createElement } from '../dom.ts';

/** An entry of a list. */
export interface ListOption {
  readonly label: string;
  readonly isDisabled: boolean;
  readonly isSelected: boolean;
  /** The label of its group; empty if it has none. */
  readonly group: string;
}

/** How long typed letters belong to one word, in milliseconds. */
const typingTime = 1_000;
/** How many options Page Up and Page Down skip. */
const pageLength = 10;

/** A list to choose from, which marks one option as the active one. */
export class OptionList {
  readonly element: HTMLElement;
  readonly #options: readonly ListOption[];
  readonly #elements: readonly HTMLElement[];
  readonly #clicked = new Emitter<number>();
  readonly #moved = new Emitter<HTMLElement | undefined>();
  #active = -1;
  #typed = { text: '', time: 0 };

  /** Fires with the index of an option that was clicked. */
  readonly clicked: Event<number> = this.#clicked.event;
  /** Fires with the element of the active option. */
  readonly moved: Event<HTMLElement | undefined> = this.#moved.event;

  constructor(options: readonly ListOption[], attributes: Readonly<Record<string, string>>) {
    this.#options = options;
    this.#elements = options.map((option, index) => this.#createOption(option, index));
    const entries = groupOptions(options, this.#elements);
    this.element = createElement(
      'div',
      { role: 'listbox', class: 'list', ...attributes },
      ...entries,
    );
  }

  /** The index of the active option; -1 if there is none. */
  get active(): number {
    return this.#active;
  }

  /** Marks the option at an index as the active one and shows it. */
  activate(index: number): void {
    this.#elements[this.#active]?.classList.remove('active');
    this.#active = index;
    const element = this.#elements[index];
    element?.classList.add('active');
    element?.scrollIntoView({ block: 'nearest' });
    if (element === undefined) this.element.removeAttribute('aria-activedescendant');
    else this.element.setAttribute('aria-activedescendant', element.id);
    this.#moved.fire(element);
  }

  /** Shows whether an option is selected. */
  select(index: number, isSelected: boolean): void {
    this.#elements[index]?.setAttribute('aria-selected', String(isSelected));
  }

  /** Moves by a key and returns whether the key moves. */
  move(key: string): boolean {
    const last = this.#options.length - 1;
    switch (key) {
      case 'ArrowDown':
        this.#moveTo(this.#active + 1, 1);
        return true;
      case 'ArrowUp':
        this.#moveTo(this.#active === -1 ? last : this.#active - 1, -1);
        return true;
      case 'PageDown':
        this.#moveTo(Math.min(last, this.#active + pageLength), -1);
        return true;
      case 'PageUp':
        this.#moveTo(Math.max(0, this.#active - pageLength), 1);
        return true;
      case 'Home':
        this.#moveTo(0, 1);
        return true;
      case 'End':
        this.#moveTo(last, -1);
        return true;
      default:
        return false;
    }
  }

  /** Moves to the next option that starts with what the user types. */
  type(letter: string, time: number): void {
    const isSameWord = time - this.#typed.time < typingTime;
    const text = (isSameWord ? this.#typed.text : '') + letter.toLowerCase();
    this.#typed = { text, time };
    const count = this.#options.length;
    // A word that grows still matches the active option.
    const first = this.#active + (text.length === 1 ? 1 : 0);
    const order = Array.from({ length: count }, (_, offset) => (first + offset + count) % count);
    const found = order.find((index) => {
      const { label = '', isDisabled = true } = this.#options[index] ?? {};
      return !isDisabled && label.trim().toLowerCase().startsWith(text);
    });
    if (found !== undefined) this.activate(found);
  }

  /** Activates the nearest enabled option from an index in a direction. */
  #moveTo(index: number, direction: 1 | -1): void {
    for (let at = index; at >= 0 && at < this.#options.length; at += direction) {
      if (this.#options[at]?.isDisabled === false) return this.activate(at);
    }
  }

  #createOption({ label, isDisabled, isSelected }: ListOption, index: number): HTMLElement {
    const element = createElement(
      'div',
      { role: 'option', id: `option${index}` },
      label || '\u00a0',
    );
    element.setAttribute('aria-selected', String(isSelected));
    if (isDisabled) element.setAttribute('aria-disabled', 'true');
    // The focus stays where it is.
    element.addEventListener('pointerdown', (event) => event.preventDefault());
    element.addEventListener('click', () => {
      if (!isDisabled) this.#clicked.fire(index);
    });
    element.addEventListener('pointermove', () => {
      if (!isDisabled && this.#active !== index) this.activate(index);
    });
    return element;
  }
}

/** Puts consecutive options of a group into one element. */
function groupOptions(
  options: readonly ListOption[],
  elements: readonly HTMLElement[],
): readonly HTMLElement[] {
  const entries: HTMLElement[] = [];
  let current = '';
  for (const [index, element] of elements.entries()) {
    const group = options[index]?.group ?? '';
    if (group === '') entries.push(element);
    else if (group === current) entries.at(-1)?.append(element);
    else entries.push(createGroup(group, element));
    current = group;
  }
  return entries;
}

function createGroup(label: string, first: HTMLElement): HTMLElement {
  const title = createElement('div', { class: 'groupLabel', 'aria-hidden': 'true' }, label);
  return createElement('div', { role: 'group', 'aria-label': label }, title, first);
}
