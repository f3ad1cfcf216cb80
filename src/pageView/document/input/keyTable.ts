import { isMac } from './modifiers.ts';

/** What a key does in the tab. */
export type KeyUse =
  /** VS Code's, such as the debugger's keys. */
  | 'editor'
  /** Makes the text area fire `copy`, `cut` or `paste`. */
  | 'clipboard'
  /** Part of a composition by an input method. */
  | 'composition'
  /** Switches whether Tab leaves the page, as in VS Code's editors. */
  | 'tabMode'
  | 'page';

/** The keys that switch whether Tab leaves the page. */
export const tabModeKeys = isMac ? 'Ctrl+Shift+M' : 'Ctrl+M';

/** VS Code's function keys, with any modifiers. */
const editorKeys = new Set(['F1', 'F5', 'F6', 'F10', 'F11']);

interface Chord {
  /** The `keyCode`, which doesn't depend on the keyboard's script. */
  readonly keyCode: number;
  readonly modifier: 'control' | 'shift';
  /** Whether Shift may be pressed too. */
  readonly orShift?: true;
}

const keyCodes = { insert: 45, delete: 46, c: 67, m: 77, p: 80, v: 86, x: 88 } as const;

/** On Macs, `control` is Command. */
const clipboardChords: readonly Chord[] = [
  { keyCode: keyCodes.c, modifier: 'control' },
  { keyCode: keyCodes.x, modifier: 'control' },
  { keyCode: keyCodes.v, modifier: 'control', orShift: true },
  { keyCode: keyCodes.insert, modifier: 'control' },
  { keyCode: keyCodes.insert, modifier: 'shift' },
  { keyCode: keyCodes.delete, modifier: 'shift' },
];

/** Returns what a key that is pressed in the page does. */
export function findKeyUse(event: KeyboardEvent): KeyUse {
  if (event.isComposing || event.keyCode === 229 || event.key === 'Dead') return 'composition';
  if (editorKeys.has(event.key) || isPalette(event)) return 'editor';
  if (isTabMode(event)) return 'tabMode';
  return clipboardChords.some((chord) => matches(event, chord)) ? 'clipboard' : 'page';
}

/** Returns the text that a key enters; `undefined` if it enters none. */
export function findKeyText(event: KeyboardEvent): string | undefined {
  const isAltGraph = event.getModifierState('AltGraph');
  const isCommand = event.metaKey || (event.ctrlKey && !isAltGraph);
  const isAlt = event.altKey && !isAltGraph && !isMac;
  if (isCommand || isAlt) return undefined;
  if (event.key === 'Enter') return '\r';
  // Names of other keys have several letters.
  return /^.$/u.test(event.key) ? event.key : undefined;
}

function isPalette({ keyCode, ctrlKey, metaKey, shiftKey }: KeyboardEvent): boolean {
  return keyCode === keyCodes.p && shiftKey && (ctrlKey || metaKey);
}

function isTabMode({ keyCode, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean {
  return keyCode === keyCodes.m && ctrlKey && !metaKey && !altKey && shiftKey === isMac;
}

function matches(event: KeyboardEvent, { keyCode, modifier, orShift }: Chord): boolean {
  const isControl = isMac ? event.metaKey : event.ctrlKey;
  const isOther = isMac ? event.ctrlKey : event.metaKey;
  if (event.keyCode !== keyCode || event.altKey || isOther) return false;
  if (modifier === 'shift') return event.shiftKey && !isControl;
  return isControl && (orShift === true || !event.shiftKey);
}
