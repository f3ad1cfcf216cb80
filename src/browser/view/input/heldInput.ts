import type {
  KeyInput,
  MouseInput,
  PageInput,
  TouchInput,
} from '../../../pageView/messages/pageInput.ts';

/** The keys, buttons and fingers that a page believes pressed. */
export class HeldInput {
  readonly #keys = new Map<string, KeyInput>();
  readonly #buttons = new Map<MouseInput['button'], MouseInput>();
  #touch: TouchInput | undefined;

  /** Notes an input that the page gets. */
  note(input: PageInput): void {
    if (input.kind === 'key') noteIn(this.#keys, input.code, input);
    if (input.kind === 'mouse' && input.action !== 'move')
      noteIn(this.#buttons, input.button, input);
    if (input.kind === 'touch') this.#touch = input.points.length > 0 ? input : undefined;
  }

  /** Returns the input that releases all. */
  release(): readonly PageInput[] {
    const released = { action: 'release', modifiers: 0 } as const;
    const inputs: PageInput[] = [];
    for (const { text: _, ...key } of this.#keys.values()) {
      inputs.push({ ...key, ...released, isRepeated: false });
    }
    for (const button of this.#buttons.values())
      inputs.push({ ...button, ...released, buttons: 0 });
    if (this.#touch) inputs.push({ ...this.#touch, action: 'cancel', points: [] });
    for (const input of inputs) this.note(input);
    return inputs;
  }
}

function noteIn<K, T extends { readonly action: 'press' | 'release' | 'move' }>(
  held: Map<K, T>,
  key: K,
  input: T,
): void {
  if (input.action === 'press') held.set(key, input);
  else held.delete(key);
}
