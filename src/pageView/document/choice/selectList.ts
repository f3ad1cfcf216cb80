import type { Choice, Chosen } from '../../messages/choice.ts';
import { findKeyUse } from '../input/keyTable.ts';
import { type Choose, nothing, type OpenChoice } from './openChoice.ts';
import { OptionList } from './optionList.ts';

/** The options of a drop-down list. It takes the focus. */
export class SelectList implements OpenChoice {
  readonly element: HTMLElement;
  readonly #list: OptionList;
  readonly #isMultiple: boolean;
  readonly #selected: Set<number>;
  readonly #choose: Choose;

  constructor({ options, isMultiple }: Choice & { readonly kind: 'list' }, choose: Choose) {
    const multiple = { 'aria-multiselectable': String(isMultiple) };
    this.#list = new OptionList(options, { 'aria-label': 'Options', tabindex: '0', ...multiple });
    this.element = this.#list.element;
    this.#isMultiple = isMultiple;
    this.#choose = choose;
    const indices = options.flatMap(({ isSelected }, index) => (isSelected ? [index] : []));
    this.#selected = new Set(indices);
    this.#list.clicked((index) => this.#pick(index));
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
  }

  readonly onLeave = (): Chosen => (this.#isMultiple ? this.#decision() : nothing);

  open(): void {
    this.element.focus();
    const [first] = this.#selected;
    if (first === undefined) this.#list.move('Home');
    else this.#list.activate(first);
  }

  press(): boolean {
    return false;
  }

  #onKey(event: KeyboardEvent): void {
    if (findKeyUse(event) === 'editor') return event.preventDefault();
    event.preventDefault();
    event.stopPropagation();
    if (this.#list.move(event.key)) return;
    if (event.key === 'Escape') return this.#choose(nothing);
    if (event.key === ' ' && this.#isMultiple) return this.#pick(this.#list.active);
    if (['Enter', 'Tab', ' '].includes(event.key)) return this.#decide();
    if (event.key.length === 1) this.#list.type(event.key, event.timeStamp);
  }

  /** Chooses the option, or switches it where several can be chosen. */
  #pick(index: number): void {
    if (index === -1) return;
    if (!this.#isMultiple) return this.#choose({ kind: 'options', indices: [index] });
    const isSelected = !this.#selected.has(index);
    if (isSelected) this.#selected.add(index);
    else this.#selected.delete(index);
    this.#list.select(index, isSelected);
  }

  #decide(): void {
    if (this.#isMultiple) return this.#choose(this.#decision());
    if (this.#list.active === -1) return this.#choose(nothing);
    this.#pick(this.#list.active);
  }

  #decision(): Chosen {
    return { kind: 'options', indices: [...this.#selected].toSorted((a, b) => a - b) };
  }
}
