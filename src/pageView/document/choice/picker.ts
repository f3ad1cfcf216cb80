import type { Choice, Chosen } from '../../messages/choice.ts';
import { createButton, createElement } from '../dom.ts';
import { type Choose, nothing, type OpenChoice } from './openChoice.ts';

type PickerChoice = Choice & { readonly kind: 'picker' };

const titles: Readonly<Record<PickerChoice['type'], string>> = {
  date: 'Date',
  time: 'Time',
  'datetime-local': 'Date and time',
  month: 'Month',
  week: 'Week',
  color: 'Color',
};

/** Enters a date, time or color by the picker of the user's own browser. */
export class Picker implements OpenChoice {
  readonly element: HTMLElement;
  readonly #input: HTMLInputElement;
  readonly #choose: Choose;

  constructor({ type, value, min, max, step }: PickerChoice, choose: Choose) {
    const title = titles[type];
    this.#choose = choose;
    this.#input = createElement('input', { type, min, max, step, 'aria-label': title });
    this.#input.value = value;
    this.element = createElement(
      'div',
      { class: 'picker', role: 'dialog', 'aria-label': title },
      this.#input,
      createButton('OK', () => this.#decide()),
      createButton('Cancel', () => choose(nothing)),
    );
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
  }

  readonly onLeave = (): Chosen => nothing;

  open(): void {
    this.#input.focus();
    // Dates can be typed, and have a button; frames of other origins may open pickers of colors only.
    if (this.#input.type === 'color' && navigator.userActivation.isActive) this.#input.showPicker();
  }

  press(): boolean {
    return false;
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.#choose(nothing);
    else if (event.key === 'Enter' && event.target === this.#input) this.#decide();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #decide(): void {
    this.#choose({ kind: 'value', value: this.#input.value });
  }
}
