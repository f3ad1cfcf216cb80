import type { Picture } from '../picture/picture.ts';
import type { Mouse } from './mouse.ts';
import type { Touch } from './touch.ts';

/** What listens to pointers. */
interface PointerOptions {
  readonly picture: Picture;
  readonly mouse: Mouse;
  readonly touch: Touch;
  /** Whether the page has touch only, so that the mouse acts as a finger. */
  readonly isMobile: () => boolean;
  /** Called when the user presses on the page. */
  readonly onPress: (event: PointerEvent) => void;
}

/** Listens to mouse, pen and fingers on the picture, also beyond its edges while they are pressed. */
export function listenToPointer({
  picture,
  mouse,
  touch,
  isMobile,
  onPress,
}: PointerOptions): void {
  const { canvas } = picture;
  const on = (type: 'pointerdown' | 'pointerup' | 'pointermove', act: (e: PointerEvent) => void) =>
    canvas.addEventListener(type, (event) => {
      // Otherwise the canvas takes the focus from the text area that receives keys.
      event.preventDefault();
      act(event);
    });
  const isFinger = (event: PointerEvent): boolean =>
    event.pointerType === 'touch' || (isMobile() && event.button === 0);

  on('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    onPress(event);
    if (isFinger(event)) touch.start(event);
    else mouse.press(event);
  });
  on('pointerup', (event) => {
    if (touch.has(event)) touch.end(event);
    else if (event.pointerType !== 'touch') mouse.release(event);
  });
  on('pointermove', (event) => {
    if (touch.has(event)) return touch.move(event);
    if (event.pointerType === 'touch' || isMobile()) return;
    // While a button is pressed, further ones are reported as movements.
    if (event.button === -1) return mouse.move(event);
    if (isPressed(event)) mouse.press(event);
    else mouse.release(event);
  });
  canvas.addEventListener('pointerleave', (event) => {
    if (event.pointerType !== 'touch' && !isMobile()) mouse.move(event);
  });
  for (const type of ['pointercancel', 'lostpointercapture'] as const) {
    canvas.addEventListener(type, (event) => {
      if (touch.has(event)) touch.cancel(event);
      else if (event.pointerType !== 'touch' && event.buttons === 0) mouse.cancel();
    });
  }
  window.addEventListener('blur', () => mouse.cancel());
  keepDefaultsAway(canvas);
}

/** The user's browser has no menu, middle click, history button or drag of its own here. */
function keepDefaultsAway(canvas: HTMLElement): void {
  const types = ['contextmenu', 'mousedown', 'mouseup', 'auxclick', 'dragstart'] as const;
  for (const type of types) {
    canvas.addEventListener(type, (event) => {
      event.preventDefault();
      event.stopPropagation();
    });
  }
}

function isPressed({ button, buttons }: PointerEvent): boolean {
  const bit = [1, 4, 2, 8, 16][button] ?? 0;
  return (buttons & bit) !== 0;
}
