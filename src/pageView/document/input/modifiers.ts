import { modifierBits } from '../../messages/pageInput.ts';

/** The state of the modifier keys in an event. */
interface Modified {
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

/** Whether the user has a Mac, where Command takes the place of Control. */
export const isMac = navigator.platform.startsWith('Mac');

/** Returns the modifier keys of an event as bits. */
export function readModifiers({ altKey, ctrlKey, metaKey, shiftKey }: Modified): number {
  return (
    (altKey ? modifierBits.alt : 0) |
    (ctrlKey ? modifierBits.control : 0) |
    (metaKey ? modifierBits.meta : 0) |
    (shiftKey ? modifierBits.shift : 0)
  );
}
