import { type KeyInput, modifierBits } from '../../../pageView/messages/pageInput.ts';

/** The editing commands of the Command key by `code`. */
const commands: Readonly<Record<string, string>> = {
  KeyA: 'selectAll',
  KeyZ: 'undo',
  Backspace: 'deleteToBeginningOfLine',
  Delete: 'deleteToEndOfLine',
  ArrowLeft: 'moveToLeftEndOfLine',
  ArrowRight: 'moveToRightEndOfLine',
  ArrowUp: 'moveToBeginningOfDocument',
  ArrowDown: 'moveToEndOfDocument',
};

/** The same while Shift is pressed. */
const shiftCommands: Readonly<Record<string, string>> = {
  KeyZ: 'redo',
  ArrowLeft: 'moveToLeftEndOfLineAndModifySelection',
  ArrowRight: 'moveToRightEndOfLineAndModifySelection',
  ArrowUp: 'moveToBeginningOfDocumentAndModifySelection',
  ArrowDown: 'moveToEndOfDocumentAndModifySelection',
};

/**
 * Returns the editing commands of a key press on a Mac keyboard. Browsers find those of other keyboards, but leave
 * the Command key to the operating system.
 */
export function findEditingCommands({ code, modifiers }: KeyInput): readonly string[] {
  const { meta, shift } = modifierBits;
  const command =
    modifiers === meta
      ? commands[code]
      : modifiers === (meta | shift)
        ? shiftCommands[code]
        : undefined;
  return command === undefined ? [] : [command];
}
