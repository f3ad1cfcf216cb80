// The tab of a debugged page, used like a user does: with the mouse and the keyboard of the browser
// that shows the editor, and by looking at what the tab has drawn.

import { pollUntil } from '../fixtures/waiting.ts';
import type { DebuggedPage, ElementPlace } from './debuggedPage.ts';
import type { Box, FrameLocator, Locator, Page } from './playwright.ts';

/** Red, green and blue, from 0 to 255. */
export type Colour = readonly [number, number, number];

const patience = 120_000;
/** The largest difference of a channel that lossy pictures cause. */
const tolerance = 12;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The visible tab of a page. */
export class PageTab {
  readonly #editor: Page;
  readonly #debugged: DebuggedPage;

  constructor(editor: Page, debugged: DebuggedPage) {
    this.#editor = editor;
    this.#debugged = debugged;
  }

  /** What the tab shows: the toolbar, the page, and messages over it. */
  get content(): FrameLocator {
    return pageTabContent(this.#editor);
  }

  get picture(): Locator {
    return this.content.locator('canvas').first();
  }

  button(name: string): Locator {
    return this.content.getByRole('button', { name, exact: true });
  }

  /** Clicks into the middle of an element of the page, with these modifier keys. */
  async click(selector: string, ...modifiers: readonly string[]): Promise<void> {
    const { x, y } = await this.#placeOf(selector);
    for (const key of modifiers) await this.#editor.keyboard.down(key);
    await this.#editor.mouse.move(x, y);
    await this.#editor.mouse.click(x, y);
    for (const key of modifiers) await this.#editor.keyboard.up(key);
  }

  /** Composes a text as an input method does, in several steps, and commits it. */
  async compose(steps: readonly string[], committed: string): Promise<void> {
    const client = await this.#editor.context().newCDPSession(this.#editor);
    try {
      for (const text of steps) {
        const end = { selectionStart: text.length, selectionEnd: text.length };
        await client.send('Input.imeSetComposition', { text, ...end });
      }
      await client.send('Input.insertText', { text: committed });
    } finally {
      await client.detach();
    }
  }

  /** Resolves once the picture has this colour in the middle of an element of the page. */
  shows(selector: string, expected: Colour): Promise<void> {
    return awaitColour(selector, expected, () => this.#colourAt(selector));
  }

  /** Resolves once the top left corner of the picture has this colour. */
  drawsAtCorner(expected: Colour): Promise<void> {
    return awaitColour('the corner', expected, () => this.#readPixel({ x: 0.01, y: 0.01 }));
  }

  /** What the tab has drawn where the page has an element, to be compared with later drawings. */
  async drawingOf(selector: string): Promise<string> {
    const place = toFractions(await this.#debugged.place(selector));
    return this.picture.evaluate(readArea, place, { timeout: patience });
  }

  /** Resolves once the picture of an element differs from what it was. */
  isRedrawn(selector: string, before: string): Promise<void> {
    return pollUntil(
      `the tab shows another ${selector}`,
      patience,
      async () => (await this.drawingOf(selector)) !== before,
    );
  }

  /** The colour that the tab has drawn where the page has the middle of an element. */
  async #colourAt(selector: string): Promise<Colour> {
    return this.#readPixel(getMiddle(toFractions(await this.#debugged.place(selector))));
  }

  /** The colour at a place that is given in fractions of the picture's size. */
  #readPixel(place: Point): Promise<Colour> {
    return this.picture.evaluate(readPixel, place, { timeout: patience });
  }

  /** Where the middle of an element of the page is in the editor. */
  async #placeOf(selector: string): Promise<Point> {
    const { x, y } = getMiddle(toFractions(await this.#debugged.place(selector)));
    const box = await this.picture.boundingBox({ timeout: patience });
    if (box === null) throw new Error('The tab shows no picture.');
    return { x: box.x + x * box.width, y: box.y + y * box.height };
  }
}

/** Converts a place to fractions of the page's size. */
function toFractions({ x, y, width, height, pageWidth, pageHeight }: ElementPlace): Box {
  return {
    x: x / pageWidth,
    y: y / pageHeight,
    width: width / pageWidth,
    height: height / pageHeight,
  };
}

function getMiddle({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

async function awaitColour(
  where: string,
  expected: Colour,
  read: () => Promise<Colour>,
): Promise<void> {
  let last: Colour | undefined;
  const isShown = async (): Promise<boolean> => {
    last = await read();
    return last.every((value, index) => Math.abs(value - (expected[index] ?? 0)) <= tolerance);
  };
  await pollUntil(`the tab shows ${where} in ${expected.join()}`, patience, isShown).catch(
    (error: unknown) => {
      throw new Error(`The tab shows ${where} in ${last?.join()}.`, { cause: error });
    },
  );
}

/** The document of the visible tab of a page. */
export function pageTabContent(editor: Page): FrameLocator {
  return editor.frameLocator('iframe.webview:visible').first().frameLocator('#active-frame');
}

// The rest runs in the tab. A copy is read, since reading would slow down the tab's own canvas.

interface Picture {
  readonly width: number;
  readonly height: number;
}

interface Drawing {
  drawImage(picture: Picture, ...places: readonly number[]): void;
  getImageData(...place: readonly number[]): { readonly data: Iterable<number> };
}

declare const OffscreenCanvas: new (
  width: number,
  height: number,
) => { getContext(kind: '2d'): Drawing };

function readPixel(picture: Picture, { x, y }: Point): Colour {
  const drawing = new OffscreenCanvas(1, 1).getContext('2d');
  const left = Math.floor(x * picture.width);
  const top = Math.floor(y * picture.height);
  drawing.drawImage(picture, left, top, 1, 1, 0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = drawing.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}

function readArea(picture: Picture, area: Box): string {
  const width = Math.ceil(area.width * picture.width);
  const height = Math.ceil(area.height * picture.height);
  const left = Math.floor(area.x * picture.width);
  const top = Math.floor(area.y * picture.height);
  const drawing = new OffscreenCanvas(width, height).getContext('2d');
  drawing.drawImage(picture, left, top, width, height, 0, 0, width, height);
  const values = [...drawing.getImageData(0, 0, width, height).data];
  // Only clear differences count, since pictures of the same page may differ in quality.
  return values.map((value) => (value < 128 ? 'x' : '.')).join('');
}
