import { Emitter, type Event } from '../../../common/emitter.ts';
import type { Rectangle } from '../../messages/geometry.ts';
import type { Frame } from '../../messages/viewUpdate.ts';
import { createElement } from '../dom.ts';
import type { Size } from './devices.ts';

/** A position in the page's viewport, in its CSS pixels. */
export interface PagePoint {
  readonly x: number;
  readonly y: number;
}

/** The page's latest picture. */
export class Picture {
  readonly canvas = createElement('canvas', {
    class: 'picture',
    role: 'img',
    'aria-label': 'Page',
    hidden: '',
  });
  readonly #context = this.canvas.getContext('2d', { alpha: false });
  readonly #drawn = new Emitter<number>();
  #waiting: Frame | undefined;
  #isDecoding = false;
  #shown: Size | undefined;
  #displayScale = 1;

  /** Fires with the number of a frame that has been drawn, after which those before it won't be. */
  readonly drawn: Event<number> = this.#drawn.event;

  /** Draws a frame, or a later one that arrives before its turn. */
  show(frame: Frame): void {
    this.#waiting = frame;
    if (!this.#isDecoding) void this.#drawWaiting();
  }

  /** Sets the tab's CSS pixels per CSS pixel of the page. */
  set displayScale(scale: number) {
    this.#displayScale = scale;
    this.#layOut();
  }

  /** Converts a position in the tab; `undefined` before the first picture. */
  toPage({ clientX, clientY }: { clientX: number; clientY: number }): PagePoint | undefined {
    if (this.#shown === undefined) return undefined;
    const { left, top } = this.canvas.getBoundingClientRect();
    const factor = this.factor;
    return { x: (clientX - left) * factor, y: (clientY - top) * factor };
  }

  /** The page's CSS pixels per CSS pixel of the tab, in the picture that is shown. */
  get factor(): number {
    const { clientWidth } = this.canvas;
    return this.#shown && clientWidth > 0 ? this.#shown.width / clientWidth : 1;
  }

  /** Converts a rectangle of the page to one of the tab. */
  toTab({ x, y, width, height }: Rectangle): DOMRect {
    const { left, top } = this.canvas.getBoundingClientRect();
    const scale = 1 / this.factor;
    return new DOMRect(left + x * scale, top + y * scale, width * scale, height * scale);
  }

  async #drawWaiting(): Promise<void> {
    this.#isDecoding = true;
    for (let frame = this.#waiting; frame !== undefined; frame = this.#waiting) {
      this.#waiting = undefined;
      const bitmap = await decode(frame);
      if (bitmap !== undefined) this.#draw(frame, bitmap);
      // An undecodable frame is confirmed too: the page's next one may be fine.
      this.#drawn.fire(frame.frame);
    }
    this.#isDecoding = false;
  }

  #draw({ width, height }: Frame, bitmap: ImageBitmap): void {
    const { canvas } = this;
    if (canvas.width !== bitmap.width) canvas.width = bitmap.width;
    if (canvas.height !== bitmap.height) canvas.height = bitmap.height;
    this.#context?.drawImage(bitmap, 0, 0);
    bitmap.close();
    this.#shown = { width, height };
    canvas.hidden = false;
    this.#layOut();
  }

  #layOut(): void {
    if (this.#shown === undefined) return;
    const { style, width, height } = this.canvas;
    style.width = `${snap(this.#shown.width * this.#displayScale, width)}px`;
    style.height = `${snap(this.#shown.height * this.#displayScale, height)}px`;
  }
}

async function decode({ data, format }: Frame): Promise<ImageBitmap | undefined> {
  try {
    return await createImageBitmap(new Blob([data], { type: `image/${format}` }));
  } catch {
    return undefined;
  }
}

/**
 * Returns a length in the tab's CSS pixels, changed by less than a display pixel if the picture then has
 * exactly the display's pixels, as sharp ones are to have.
 */
function snap(length: number, pixels: number): number {
  const exact = pixels / window.devicePixelRatio;
  return Math.abs(exact - length) * window.devicePixelRatio < 1 ? exact : length;
}
