import type { MouseInput } from '../../messages/pageInput.ts';
import type { Picture } from '../picture/picture.ts';
import { ClickCounter } from './clickCounter.ts';
import { readModifiers } from './modifiers.ts';
import type { PageInputs } from './pageInputs.ts';

type Button = MouseInput['button'];

/** By `MouseEvent.button`, with the bit of `MouseEvent.buttons`. */
const buttons: readonly { readonly button: Button; readonly bit: number }[] = [
  { button: 'left', bit: 1 },
  { button: 'middle', bit: 4 },
  { button: 'right', bit: 2 },
  { button: 'back', bit: 8 },
  { button: 'forward', bit: 16 },
];

/** Sends what a mouse or pen does. */
export class Mouse {
  readonly #picture: Picture;
  readonly #inputs: PageInputs;
  readonly #clicks = new ClickCounter();
  /** The buttons that the page believes pressed, as bits. */
  #pressed = 0;
  /** The buttons that are pressed. */
  #held = 0;
  #last: MouseInput | undefined;

  constructor(picture: Picture, inputs: PageInputs) {
    this.#picture = picture;
    this.#inputs = inputs;
    inputs.resumed(() => this.#releaseMissed());
  }

  press(event: PointerEvent): void {
    this.#held = event.buttons;
    const input = this.#read(event, 'press', this.#clicks.press(event));
    if (input === undefined || !this.#inputs.isLive) return;
    this.#pressed |= bitOf(input.button);
    this.#inputs.send(input);
  }

  release(event: PointerEvent): void {
    this.#held = event.buttons;
    const input = this.#read(event, 'release', this.#clicks.clicks);
    // The page hasn't seen the press of a button that went down elsewhere.
    if (input === undefined || (this.#pressed & bitOf(input.button)) === 0) return;
    this.#send(input);
  }

  move(event: PointerEvent): void {
    const input = this.#read(event, 'move', 0);
    if (input !== undefined) this.#inputs.move({ ...input, button: this.#mainButton() });
  }

  /** Releases all buttons, when the pointer is lost. */
  cancel(): void {
    this.#held = 0;
    this.#releaseMissed();
  }

  #send(input: MouseInput): void {
    if (!this.#inputs.isLive) return;
    this.#pressed &= ~bitOf(input.button);
    this.#inputs.send(input);
  }

  #releaseMissed(): void {
    const last = this.#last;
    if (last === undefined) return;
    for (const { button, bit } of buttons) {
      if ((this.#pressed & ~this.#held & bit) === 0) continue;
      this.#send({ ...last, action: 'release', button, buttons: this.#held, clicks: 1 });
    }
  }

  /** The button of a drag. */
  #mainButton(): Button {
    return buttons.find(({ bit }) => (this.#pressed & bit) !== 0)?.button ?? 'none';
  }

  #read(event: PointerEvent, action: MouseInput['action'], clicks: number): MouseInput | undefined {
    const point = this.#picture.toPage(event);
    if (point === undefined) return undefined;
    const button = buttons[event.button]?.button ?? 'none';
    const modifiers = readModifiers(event);
    const pressed = event.buttons & 31;
    this.#last = { kind: 'mouse', action, ...point, button, buttons: pressed, clicks, modifiers };
    return this.#last;
  }
}

function bitOf(button: Button): number {
  return buttons.find((entry) => entry.button === button)?.bit ?? 0;
}
