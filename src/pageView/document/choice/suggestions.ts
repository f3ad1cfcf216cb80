import type { Choice, Chosen } from '../../messages/choice.ts';
import { type Choose, nothing, type OpenChoice } from './openChoice.ts';
import { OptionList } from './optionList.ts';

/** The suggestions for a field. The focus stays in the page, so that the user can go on typing. */
export class Suggestions implements OpenChoice {
  readonly element: HTMLElement;
  readonly #list: OptionList;
  readonly #choose: (index: number) => void;
  readonly #leave: () => void;

  /** `textArea` receives the keys of the page. */
  constructor(
    { values }: Choice & { readonly kind: 'suggestions' },
    choose: Choose,
    textArea: HTMLElement,
  ) {
    const options = values.map(({ value, label }) => ({
      label: label === '' || label === value ? value : `${value} (${label})`,
      isDisabled: false,
      isSelected: false,
      group: '',
    }));
    this.#list = new OptionList(options, { 'aria-label': 'Suggestions' });
    this.element = this.#list.element;
    this.#choose = (index) => choose({ kind: 'value', value: values[index]?.value ?? '' });
    this.#leave = () => choose(nothing);
    this.#list.clicked(this.#choose);
    this.#list.moved((option) => {
      if (option === undefined) textArea.removeAttribute('aria-activedescendant');
      else textArea.setAttribute('aria-activedescendant', option.id);
    });
  }

  readonly onLeave = (): Chosen => nothing;

  open(): void {
    this.#list.activate(-1);
  }

  press({ key }: KeyboardEvent): boolean {
    // Home and End move in the field.
    if (key.startsWith('Arrow') || key.startsWith('Page')) return this.#list.move(key);
    if (key === 'Escape') {
      this.#leave();
      return true;
    }
    if (key !== 'Enter' || this.#list.active === -1) return false;
    this.#choose(this.#list.active);
    return true;
  }
}
