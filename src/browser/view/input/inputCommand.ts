import type {
  KeyInput,
  MouseInput,
  PageInput,
  WheelInput,
} from '../../../pageView/messages/pageInput.ts';
import { findEditingCommands } from './editingCommands.ts';
import type { Touches } from './touches.ts';

/** A call of the Chrome DevTools Protocol. */
export interface InputCommand {
  readonly method: string;
  readonly params: object;
}

/** Input that goes to the page as it is. Copying needs the page's selection. */
export type DirectInput = Exclude<PageInput, { readonly kind: 'clipboard' }>;

/** Returns the call that gives an input to the page, in the order of the inputs. */
export function toInputCommand(input: DirectInput, touches: Touches): InputCommand {
  switch (input.kind) {
    case 'mouse':
      return { method: 'Input.dispatchMouseEvent', params: toMouseEvent(input) };
    case 'wheel':
      return { method: 'Input.dispatchMouseEvent', params: toWheelEvent(input) };
    case 'touch':
      return { method: 'Input.dispatchTouchEvent', params: touches.next(input) };
    case 'key':
      return { method: 'Input.dispatchKeyEvent', params: toKeyEvent(input) };
    case 'text':
      return { method: 'Input.insertText', params: { text: input.text } };
    case 'composition': {
      const { selectionEnd, selectionStart, text } = input;
      return { method: 'Input.imeSetComposition', params: { text, selectionStart, selectionEnd } };
    }
  }
}

const mouseTypes = {
  press: 'mousePressed',
  release: 'mouseReleased',
  move: 'mouseMoved',
} as const;

function toMouseEvent({ action, button, buttons, clicks, modifiers, x, y }: MouseInput): object {
  return { type: mouseTypes[action], x, y, button, buttons, clickCount: clicks, modifiers };
}

function toWheelEvent({ deltaX, deltaY, modifiers, x, y }: WheelInput): object {
  return { type: 'mouseWheel', x, y, deltaX, deltaY, modifiers };
}

/** In `KeyboardEvent.location`. */
const numericKeypad = 3;

function toKeyEvent(input: KeyInput): object {
  const { action, code, isRepeated, key, keyCode, location, modifiers, text } = input;
  const common = {
    key,
    code,
    windowsVirtualKeyCode: keyCode,
    location,
    isKeypad: location === numericKeypad,
    modifiers,
  };
  if (action === 'release') return { type: 'keyUp', ...common };
  const press = { ...common, autoRepeat: isRepeated, commands: findEditingCommands(input) };
  if (text === undefined) return { type: 'rawKeyDown', ...press };
  return { type: 'keyDown', ...press, text, unmodifiedText: text };
}
