import type { TestContext } from 'node:test';
import * as z from 'zod/mini';
import type { Page } from '../../../src/browser/page/page.ts';
import { PageView, type PageViewHost } from '../../../src/browser/view/pageView.ts';
import { systemClock } from '../../../src/common/clock.ts';
import type { Viewport } from '../../../src/pageView/messages/geometry.ts';
import type { PageInput } from '../../../src/pageView/messages/pageInput.ts';
import type { Frame, ViewUpdate } from '../../../src/pageView/messages/viewUpdate.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { untilValue } from '../../../tools/fixtures/web/pageValue.ts';
import { type PageFixture, servePage } from '../page/pageFixture.ts';

export const desktop: Viewport = { width: 600, height: 400, scale: 1, isMobile: false };

/** A view whose document is the test: it draws each frame at once. */
export class OpenView {
  readonly view: PageView;
  readonly page: Page;
  readonly copied: string[];
  readonly updates: ViewUpdate[] = [];
  /** The frames so far. */
  readonly frames: Frame[] = [];
  /** Whether frames are confirmed as drawn. */
  isDrawing = true;

  constructor(view: PageView, page: Page, copied: string[]) {
    this.view = view;
    this.page = page;
    this.copied = copied;
    view.updates((update) => {
      this.updates.push(update);
      if (update.type !== 'frame') return;
      this.frames.push(update);
      if (this.isDrawing) view.handle({ type: 'drawn', frame: update.frame });
    });
  }

  /** The newest frame. */
  get frame(): Frame {
    const frame = this.frames.at(-1);
    if (frame === undefined) throw new Error('There has been no frame.');
    return frame;
  }

  give(...inputs: readonly PageInput[]): void {
    for (const input of inputs) this.view.handle({ type: 'input', input });
  }

  /** Resolves to the next frame of this width, in CSS pixels. */
  async nextFrame(width = desktop.width): Promise<Frame> {
    const known = this.frames.length;
    const next = (): Frame | undefined =>
      this.frames.slice(known).find((frame) => frame.width === width);
    await until('there is a frame', () => next() !== undefined);
    return next() as Frame;
  }

  /** Resolves once the newest frame has this colour at a point, in CSS pixels. */
  async frameShows(colour: keyof typeof colours, x: number, y: number): Promise<void> {
    await until(`the frame is ${colour} at ${x}, ${y}`, () => this.shows(colour, x, y));
  }

  /** Whether the newest frame has this colour at a point, in CSS pixels. Rejects if the page is being left. */
  async shows(colour: keyof typeof colours, x: number, y: number): Promise<boolean> {
    return colours[colour](await readImage(this.page, this.frame, x, y));
  }

  /** Resolves once the page has been drawn with its present content. */
  async isPainted(): Promise<void> {
    const script = `new Promise((resolve) =>
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(true))))`;
    await this.page.evaluatePromise(script, z.boolean(), 10_000);
  }

  /** Runs a script in the page. */
  async run(script: string): Promise<void> {
    await this.page.evaluate(`void (() => { ${script} })()`, z.undefined());
  }

  /** Evaluates an expression in the page until it has this value. */
  async pageShows(expression: string, value: unknown): Promise<void> {
    await untilValue(this.page, expression, value);
  }
}

/** Shows a page with this body, in a viewport of its own. */
export async function openView(
  context: TestContext,
  fixture: PageFixture,
  body: string,
  viewport = desktop,
  others: Partial<PageViewHost> = {},
): Promise<OpenView> {
  const server = await servePage(context, `<!doctype html><body style="margin: 0">${body}`);
  const page = await fixture.openPage(context);
  await page.navigate(server.url);
  await untilValue(page, 'document.readyState', 'complete');
  const copied: string[] = [];
  const host: PageViewHost = {
    clock: systemClock,
    log: new RecordingLog(),
    copy: (text) => copied.push(text),
    chooseFiles: async () => [],
    openOutside: () => undefined,
    ...others,
  };
  const view = await PageView.open(fixture.browser.browserUri, page.targetId, host);
  afterTest(context, () => view.dispose());
  const opened = new OpenView(view, page, copied);
  view.handle({ type: 'ready', viewport });
  await opened.nextFrame(viewport.width);
  return opened;
}

/** Frames are compressed, so that colours are not exact. */
const colours = {
  red: ({ red, green, blue }: Image) => red > 200 && green < 60 && blue < 60,
  green: ({ red, green, blue }: Image) => green > 200 && red < 60 && blue < 60,
  blue: ({ red, green, blue }: Image) => blue > 200 && green < 60 && red < 60,
  white: ({ red, green, blue }: Image) => red > 200 && green > 200 && blue > 200,
} as const;

/** Reads the size of a frame's image and the colour of a pixel, given in CSS pixels. */
export async function readImage(page: Page, frame: Frame, x: number, y: number): Promise<Image> {
  const bytes = Buffer.from(frame.data).toString('base64');
  const script = `(async () => {
    const response = await fetch('data:image/${frame.format};base64,${bytes}');
    const image = await createImageBitmap(await response.blob());
    const { width, height } = image;
    const canvas = new OffscreenCanvas(width, height).getContext('2d');
    canvas.drawImage(image, 0, 0);
    const at = (value, factor) => Math.floor(value * factor);
    const [red, green, blue] = canvas.getImageData(
      at(${x}, width / ${frame.width}), at(${y}, height / ${frame.height}), 1, 1).data;
    return { width, height, red, green, blue };
  })()`;
  return page.evaluatePromise(script, imageSchema, 10_000);
}

const imageSchema = z.object({
  width: z.int(),
  height: z.int(),
  red: z.int(),
  green: z.int(),
  blue: z.int(),
});

export type Image = z.output<typeof imageSchema>;
