import type { Locator, Page } from '../../editor/playwright.ts';
import type { Size } from './barePage.ts';

/**
 * Notes when the middle of a canvas changes between dark and bright, and when a button is pressed in its
 * document; times are on the wall clock.
 */
const probe = `(canvas) => {
  const seen = { pressed: 0, frames: 0, shown: () => {} };
  canvas.seen = seen;
  let wasDark;
  const { drawImage } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.drawImage = function (...values) {
    drawImage.apply(this, values);
    seen.frames++;
    const isDark = this.getImageData(canvas.width >> 1, canvas.height >> 1, 1, 1).data[0] < 128;
    // The canvas is seen with the document's next frame.
    if (isDark !== wasDark) requestAnimationFrame(() => setTimeout(() => seen.shown(Date.now())));
    wasDark = isDark;
  };
  addEventListener('pointerdown', () => { seen.pressed = Date.now(); }, true);
}`;

/** In the tab's document and in the bare one. */
export const picture = 'canvas.picture';

/** The picture of a page in a document of another browser. */
export class Viewer {
  readonly size: Size;
  readonly #page: Page;
  readonly #canvas: Locator;
  readonly #middle: { readonly x: number; readonly y: number };

  /** Waits for the first frame in a canvas. */
  static async open(page: Page, canvas: Locator): Promise<Viewer> {
    await canvas.waitFor({ state: 'visible', timeout: 60_000 });
    const box = await canvas.boundingBox();
    if (box === null) throw new Error('The picture of the page is not visible.');
    const viewer = new Viewer(page, canvas, box);
    await viewer.#call(probe);
    return viewer;
  }

  private constructor(
    page: Page,
    canvas: Locator,
    { height, width, x, y }: Size & { readonly x: number; readonly y: number },
  ) {
    this.#page = page;
    this.#canvas = canvas;
    this.#middle = { x: x + width / 2, y: y + height / 2 };
    this.size = { width: Math.round(width), height: Math.round(height) };
  }

  /** Starts to watch; the returned function resolves to the time of the next change of the middle. */
  async watch(): Promise<() => Promise<number>> {
    const watch = `({ seen }) => {
      seen.next = new Promise((resolve) => { seen.shown = resolve; });
    }`;
    await this.#call(watch);
    return () => this.#call('({ seen }) => seen.next');
  }

  /** The number of frames so far. */
  countFrames(): Promise<number> {
    return this.#call('({ seen }) => seen.frames');
  }

  /** Clicks the middle, and returns when the button was pressed. */
  async click(): Promise<number> {
    const { mouse } = this.#page;
    await mouse.move(this.#middle.x, this.#middle.y);
    await mouse.down();
    await mouse.up();
    return this.#call('({ seen }) => seen.pressed');
  }

  /** Calls a function with the canvas. Playwright evaluates texts as expressions. */
  #call<Result>(script: string): Promise<Result> {
    return this.#canvas.evaluate(`(${script})(document.querySelector('${picture}'))`, undefined);
  }
}
