import { createElement } from './dom.ts';

/** Says texts to screen readers. */
export class LiveRegion {
  readonly element = createElement('div', {
    class: 'visuallyHidden',
    role: 'status',
    'aria-live': 'polite',
  });

  /** Replaces what hasn't been read yet. */
  say(text: string): void {
    this.element.replaceChildren(createElement('div', {}, text));
  }
}
