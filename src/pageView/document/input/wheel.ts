import type { Picture } from '../picture/picture.ts';
import { readModifiers } from './modifiers.ts';
import type { PageInputs } from './pageInputs.ts';

/** CSS pixels of a line, where the wheel counts lines. */
const lineHeight = 40;

/** Sends what the wheel does, so that the tab itself neither scrolls nor zooms. */
export function listenToWheel(picture: Picture, inputs: PageInputs): void {
  const { canvas } = picture;
  const onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    const point = picture.toPage(event);
    if (point === undefined) return;
    const factor = picture.factor * pixelsPerStep(event, canvas.clientHeight);
    const deltaX = event.deltaX * factor;
    const deltaY = event.deltaY * factor;
    const modifiers = readModifiers(event);
    inputs.move({ kind: 'wheel', ...point, deltaX, deltaY, modifiers });
  };
  canvas.addEventListener('wheel', onWheel, { passive: false });
}

function pixelsPerStep({ deltaMode }: WheelEvent, pageHeight: number): number {
  switch (deltaMode) {
    case WheelEvent.DOM_DELTA_LINE:
      return lineHeight;
    case WheelEvent.DOM_DELTA_PAGE:
      return pageHeight;
    default:
      return 1;
  }
}
