import type { PageInput } from '../../../pageView/messages/pageInput.ts';

/** Whether later input of the same kind makes it superfluous. */
export function isMergeable(input: PageInput): boolean {
  switch (input.kind) {
    case 'mouse':
    case 'touch':
      return input.action === 'move';
    case 'wheel':
    case 'composition':
      return true;
    case 'key':
      return input.action === 'press' && input.isRepeated;
    case 'text':
    case 'clipboard':
      return false;
  }
}

/**
 * Returns one input with the effect of two that follow each other, or `undefined` if that takes both. Moves of a
 * mouse, of fingers and of a wheel become one, and so do the repetitions of a key.
 */
export function mergeInput(earlier: PageInput, later: PageInput): PageInput | undefined {
  if (!isMergeable(earlier) || !isMergeable(later)) return undefined;
  if (earlier.kind === 'mouse' && later.kind === 'mouse') {
    const { buttons, modifiers } = earlier;
    return buttons === later.buttons && modifiers === later.modifiers ? later : undefined;
  }
  if (earlier.kind === 'wheel' && later.kind === 'wheel') {
    if (earlier.modifiers !== later.modifiers) return undefined;
    const deltaX = earlier.deltaX + later.deltaX;
    return { ...later, deltaX, deltaY: earlier.deltaY + later.deltaY };
  }
  if (earlier.kind === 'touch' && later.kind === 'touch') return later;
  if (earlier.kind === 'composition' && later.kind === 'composition') return later;
  if (earlier.kind === 'key' && later.kind === 'key') {
    const { code, modifiers } = earlier;
    return code === later.code && modifiers === later.modifiers ? later : undefined;
  }
  return undefined;
}
