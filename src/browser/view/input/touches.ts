import type { TouchInput } from '../../../pageView/messages/pageInput.ts';

const types = {
  start: 'touchStart',
  move: 'touchMove',
  end: 'touchEnd',
  cancel: 'touchCancel',
} as const;

/** Translates the fingers that still touch, which DOM events have, into those that have changed. */
export class Touches {
  #points: TouchInput['points'] = [];

  /** Returns the parameters of `Input.dispatchTouchEvent`. */
  next({ action, modifiers, points }: TouchInput): object {
    const left = this.#points.filter((known) => points.every(({ id }) => id !== known.id));
    this.#points = action === 'cancel' ? [] : points;
    const touchPoints = { start: points, move: points, end: left, cancel: [] }[action];
    return { type: types[action], touchPoints, modifiers };
  }
}
