import { Emitter, type Event } from '../../../common/emitter.ts';
import type { KeyInput } from '../../messages/pageInput.ts';
import { findKeyText, findKeyUse } from './keyTable.ts';
import { readModifiers } from './modifiers.ts';
import type { PageInputs } from './pageInputs.ts';

/** What takes keys before the page. */
export interface KeyFilter {
  /** Returns whether it used the key. */
  press(event: KeyboardEvent): boolean;
}

/** Sends the keys that are pressed in the text area, other than those of VS Code. */
export class Keyboard {
  readonly #inputs: PageInputs;
  readonly #tabMode = new Emitter<boolean>();
  /** The keys that the page believes pressed, by `code`. */
  readonly #pressed = new Map<string, KeyInput>();
  /** Those of them that were released while the page took no input. */
  readonly #missed = new Set<string>();
  #tabLeavesPage = false;

  /** Takes keys before the page, such as an open list. */
  filter: KeyFilter | undefined;

  /** Fires when the user switches whether Tab leaves the page. */
  readonly tabMode: Event<boolean> = this.#tabMode.event;

  constructor(textArea: HTMLElement, inputs: PageInputs) {
    this.#inputs = inputs;
    textArea.addEventListener('keydown', (event) => this.#press(event));
    textArea.addEventListener('keyup', (event) => this.#release(event));
    // Releases that happen elsewhere aren't reported, as after Alt+Tab.
    textArea.addEventListener('blur', () => this.#releaseAll());
    inputs.resumed(() => this.#releaseMissed());
  }

  #press(event: KeyboardEvent): void {
    switch (findKeyUse(event)) {
      case 'editor':
        // VS Code gets the event all the same, but the user's browser doesn't reload.
        return event.preventDefault();
      case 'clipboard':
      case 'composition':
        return event.stopPropagation();
      case 'tabMode':
        this.#tabLeavesPage = !this.#tabLeavesPage;
        this.#tabMode.fire(this.#tabLeavesPage);
        return stop(event);
      case 'page':
        return this.#pressInPage(event);
    }
  }

  #pressInPage(event: KeyboardEvent): void {
    const isLeaving = event.key === 'Tab' && (this.#tabLeavesPage || !this.#inputs.isLive);
    if (isLeaving) return event.stopPropagation();
    stop(event);
    if (!this.#inputs.isLive || this.filter?.press(event) === true) return;
    const text = findKeyText(event);
    const input = readKey(event, 'press');
    this.#pressed.set(event.code, input);
    this.#missed.delete(event.code);
    this.#inputs.send(text === undefined ? input : { ...input, text });
  }

  #release(event: KeyboardEvent): void {
    if (!this.#pressed.has(event.code)) return;
    stop(event);
    if (!this.#inputs.isLive) return void this.#missed.add(event.code);
    this.#pressed.delete(event.code);
    this.#inputs.send(readKey(event, 'release'));
  }

  #releaseAll(): void {
    for (const code of this.#pressed.keys()) this.#missed.add(code);
    if (this.#inputs.isLive) this.#releaseMissed();
  }

  #releaseMissed(): void {
    for (const code of this.#missed) {
      const input = this.#pressed.get(code);
      this.#pressed.delete(code);
      if (input === undefined) continue;
      this.#inputs.send({ ...input, action: 'release', modifiers: 0, isRepeated: false });
    }
    this.#missed.clear();
  }
}

function readKey(event: KeyboardEvent, action: KeyInput['action']): KeyInput {
  const { key, code, keyCode, location, repeat } = event;
  // AltGr is reported as Control and Alt, with which the character would be a shortcut.
  const modifiers = event.getModifierState('AltGraph') ? 0 : readModifiers(event);
  return { kind: 'key', action, key, code, keyCode, location, modifiers, isRepeated: repeat };
}

function stop(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopPropagation();
}
