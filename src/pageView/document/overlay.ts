import type { ViewInput } from '../messages/viewInput.ts';
import type { ViewStatus } from '../messages/viewUpdate.ts';
import { createButton, createElement } from './dom.ts';

interface OverlayContent {
  readonly title: string;
  readonly detail: string;
  readonly buttons: readonly { readonly label: string; readonly message: ViewInput }[];
}

/** What is shown over a page that takes no input, with what the user can do about it. */
export class Overlay {
  readonly element = createElement('div', { class: 'overlay', role: 'group', hidden: '' });
  readonly #send: (message: ViewInput) => void;

  constructor(send: (message: ViewInput) => void) {
    this.#send = send;
  }

  /** Whether the focus is on one of its buttons. */
  get hasFocus(): boolean {
    return this.element.contains(document.activeElement);
  }

  show(status: ViewStatus): void {
    const content = describe(status);
    this.element.hidden = content === undefined;
    this.element.className = `overlay ${status.state}`;
    this.element.replaceChildren(...(content === undefined ? [] : [this.#createCard(content)]));
    if (content !== undefined) this.element.setAttribute('aria-label', content.title);
  }

  #createCard({ title, detail, buttons }: OverlayContent): HTMLElement {
    const created = buttons.map(({ label, message }) =>
      createButton(label, () => this.#send(message)),
    );
    const texts = [createElement('strong', {}, title)];
    if (detail !== '') texts.push(createElement('span', { class: 'detail' }, detail));
    const actions = createElement('div', { class: 'actions' }, ...created);
    return createElement('div', { class: 'card' }, ...texts, actions);
  }
}

/** Returns what screen readers say about a status; empty if the page is live. */
export function announceStatus(status: ViewStatus): string {
  const content = describe(status);
  return content === undefined ? '' : [content.title, content.detail].filter(Boolean).join('. ');
}

function describe(status: ViewStatus): OverlayContent | undefined {
  switch (status.state) {
    case 'live':
      return undefined;
    case 'paused':
      return { title: 'Paused in debugger', detail: status.reason, buttons: debugButtons };
    case 'crashed':
      return {
        title: 'The page has crashed',
        detail: 'Reload it to continue.',
        buttons: [{ label: 'Reload', message: { type: 'navigate', navigation: { to: 'reload' } } }],
      };
    case 'ended':
      return {
        title: 'Session ended',
        detail: '',
        buttons: status.canStartAgain
          ? [{ label: 'Start Again', message: { type: 'startAgain' } }]
          : [],
      };
  }
}

const debugButtons: OverlayContent['buttons'] = [
  { label: 'Continue', message: { type: 'debug', command: 'continue' } },
  { label: 'Step Over', message: { type: 'debug', command: 'stepOver' } },
  { label: 'Step Into', message: { type: 'debug', command: 'stepInto' } },
  { label: 'Step Out', message: { type: 'debug', command: 'stepOut' } },
];
