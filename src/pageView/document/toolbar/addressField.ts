import { urlLimit } from '../../messages/urlLimit.ts';
import { createElement } from '../dom.ts';

/** The page's address, which the user can change. */
export class AddressField {
  readonly element = createElement('input', {
    class: 'address',
    type: 'text',
    'aria-label': 'Address',
    autocomplete: 'off',
    spellcheck: 'false',
    maxlength: String(urlLimit),
  });
  #url = '';

  /** `onEnter` is called with an address, `onLeave` when the user goes back to the page. */
  constructor(onEnter: (url: string) => void, onLeave: () => void) {
    const { element } = this;
    element.addEventListener('focus', () => element.select());
    element.addEventListener('blur', () => (element.value = this.#url));
    element.addEventListener('keydown', (event) => {
      if (event.isComposing) return;
      if (event.key === 'Escape') onLeave();
      if (event.key !== 'Enter' || element.readOnly) return;
      const url = element.value.trim();
      if (url !== '') onEnter(url);
      onLeave();
    });
  }

  /** Shows where the page is, unless the user is entering an address. */
  show(url: string): void {
    this.#url = url;
    if (document.activeElement !== this.element) this.element.value = url;
  }
}
