import { textLimit } from '../../messages/pageInput.ts';
import { createElement } from '../dom.ts';
import { tabModeKeys } from './keyTable.ts';
import type { PageInputs } from './pageInputs.ts';

/**
 * The invisible text area that has the focus while the user types into the page. Text that isn't typed by keys
 * arrives in it: of input methods, emoji pickers and the clipboard.
 */
export class TextArea {
  readonly element = createElement('textarea', {
    class: 'keys',
    'aria-label': 'Page',
    'aria-description': `Keys go to the page. Press ${tabModeKeys} to let Tab leave it.`,
    autocapitalize: 'off',
    autocomplete: 'off',
    autocorrect: 'off',
    spellcheck: 'false',
  });
  readonly #inputs: PageInputs;
  /** Whether the page shows unfinished text. */
  #isComposing = false;

  constructor(inputs: PageInputs) {
    this.#inputs = inputs;
    const { element } = this;
    element.addEventListener('input', (event) => this.#onInput(event));
    element.addEventListener('compositionend', ({ data }) => this.#endComposition(data));
    for (const action of ['copy', 'cut'] as const) {
      element.addEventListener(action, (event) => {
        // The extension copies the page's selection; the text area has none.
        event.preventDefault();
        inputs.send({ kind: 'clipboard', action });
      });
    }
    element.addEventListener('paste', (event) => {
      event.preventDefault();
      this.#insert(event.clipboardData?.getData('text/plain') ?? '');
    });
  }

  /** Takes the focus, at a position where input methods are to show their candidates. */
  focusAt({ x, y }: { readonly x: number; readonly y: number }): void {
    const { style } = this.element;
    style.left = `${x}px`;
    style.top = `${y}px`;
    this.focus();
  }

  focus(): void {
    this.element.focus({ preventScroll: true });
  }

  #onInput({ isComposing }: InputEvent): void {
    const { value, selectionStart, selectionEnd } = this.element;
    if (!isComposing) {
      this.element.value = '';
      return this.#insert(value);
    }
    this.#isComposing = true;
    const text = value.slice(0, textLimit);
    this.#inputs.send({ kind: 'composition', text, selectionStart, selectionEnd });
  }

  #endComposition(text: string): void {
    this.element.value = '';
    if (text !== '') this.#insert(text);
    else if (this.#isComposing) {
      this.#inputs.send({ kind: 'composition', text, selectionStart: 0, selectionEnd: 0 });
    }
    this.#isComposing = false;
  }

  /** Inserts text in parts of the length that messages allow. */
  #insert(text: string): void {
    for (let rest = text; rest !== '';) {
      // A character isn't cut in two.
      const end = isHighSurrogate(rest, textLimit - 1) ? textLimit - 1 : textLimit;
      this.#inputs.send({ kind: 'text', text: rest.slice(0, end) });
      rest = rest.slice(end);
    }
  }
}

function isHighSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xd800 && unit < 0xdc00;
}
