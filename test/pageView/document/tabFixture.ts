import { after, before, type TestContext } from 'node:test';
import * as z from 'zod/mini';
import {
  type DebuggableBrowser,
  startBrowser,
} from '../../../src/browser/program/browserProcess.ts';
import type { Viewport } from '../../../src/pageView/messages/geometry.ts';
import type { PageInput } from '../../../src/pageView/messages/pageInput.ts';
import type { ViewInput } from '../../../src/pageView/messages/viewInput.ts';
import type { ViewUpdate } from '../../../src/pageView/messages/viewUpdate.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { DocumentServer } from '../../../tools/fixtures/pageView/documentServer.ts';
import {
  type Color,
  decodePng,
  encodePng,
  type Pixels,
} from '../../../tools/fixtures/pageView/png.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { browserOptions, browserPlan } from '../../../tools/fixtures/web/browsers.ts';

/** The user's window, in which the tab is. */
interface Screen {
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
}

const usualScreen: Screen = { width: 800, height: 600, pixelRatio: 1 };
const createdSchema = z.object({ targetId: z.string() });
const attachedSchema = z.object({ sessionId: z.string() });
const valueSchema = z.object({ result: z.object({ value: z.optional(z.unknown()) }) });
const screenshotSchema = z.object({ data: z.string() });

/** One browser of a user for all tests of a file. */
export class UserBrowser {
  #browser: DebuggableBrowser | undefined;

  constructor() {
    before(async () => {
      this.#browser = await startBrowser(await browserPlan(), browserOptions());
    });
    after(() => this.#browser?.close());
  }

  /** Opens a page's tab, whose document has said that it is ready. */
  async openTab(context: TestContext, screen: Partial<Screen> = {}): Promise<Tab> {
    if (this.#browser === undefined) throw new Error('The browser has not been started.');
    const { connection } = this.#browser.pages;
    const server = await DocumentServer.start();
    afterTest(context, () => server.close());
    const created = await connection.send('Target.createTarget', { url: 'about:blank' });
    const { targetId } = createdSchema.parse(created);
    afterTest(context, () => connection.send('Target.closeTarget', { targetId }));
    const attached = await connection.send('Target.attachToTarget', { targetId, flatten: true });
    const { sessionId } = attachedSchema.parse(attached);
    const tab = new Tab(server, (method, params) => connection.send(method, params, sessionId));
    await tab.resize({ ...usualScreen, ...screen });
    await tab.load();
    return tab;
  }
}

type Send = (method: string, params?: object) => Promise<unknown>;

/** A page's tab, used through the browser that shows it. */
export class Tab {
  readonly server: DocumentServer;
  /** What the document sent, in order. */
  readonly received: ViewInput[] = [];
  readonly #send: Send;
  #frame = 0;

  constructor(server: DocumentServer, send: Send) {
    this.server = server;
    this.#send = send;
    server.inputs((input) => this.received.push(input));
  }

  /** Loads the document, also again. */
  async load(): Promise<void> {
    const count = this.#readyCount();
    await this.#send('Page.navigate', { url: this.server.url });
    await until('the document is ready', () => this.#readyCount() > count);
    await this.#send('Emulation.setFocusEmulationEnabled', { enabled: true });
  }

  /** Gives the user's window another size or pixel ratio. */
  async resize({ width, height, pixelRatio }: Screen): Promise<void> {
    const metrics = { width, height, deviceScaleFactor: pixelRatio, mobile: false };
    await this.#send('Emulation.setDeviceMetricsOverride', metrics);
  }

  /** Calls a method of the browser's DevTools in the session of the tab. */
  cdp(method: string, params: object = {}): Promise<unknown> {
    return this.#send(method, params);
  }

  /** Evaluates a script in the document. */
  async evaluate(expression: string): Promise<unknown> {
    const params = { expression, returnByValue: true, awaitPromise: true };
    return valueSchema.parse(await this.#send('Runtime.evaluate', params)).result.value;
  }

  update(update: ViewUpdate): void {
    this.server.send(update);
  }

  /** Shows a picture of the page and resolves when it has been drawn. */
  async showFrame(
    pixels: Pixels,
    size = { width: pixels.width, height: pixels.height },
  ): Promise<void> {
    const frame = ++this.#frame;
    const data = encodePng(pixels);
    this.update({ type: 'frame', frame, format: 'png', data, ...size });
    await this.receive((message) => message.type === 'drawn' && message.frame === frame);
  }

  /** Shows a page of one colour that has the size of the tab. */
  async showPage(color: Color = [0, 128, 0]): Promise<void> {
    const { width, height } = this.viewport;
    await this.showFrame({ width, height, at: () => color });
  }

  /** The viewport that the document wants last. */
  get viewport(): Viewport {
    const last = this.received.findLast(
      (message) => message.type === 'ready' || message.type === 'viewport',
    );
    if (last === undefined) throw new Error('The document wants no viewport yet.');
    return last.viewport;
  }

  /** Resolves when the document has sent a message that matches. */
  async receive(matches: (message: ViewInput) => boolean): Promise<ViewInput> {
    await until('the document sends a message', () => this.received.some(matches));
    return this.received.find(matches) as ViewInput;
  }

  /** What the document sent the page. */
  get pageInputs(): readonly PageInput[] {
    return this.received.flatMap((message) => (message.type === 'input' ? [message.input] : []));
  }

  /** What the user sees. */
  async screenshot(): Promise<Pixels> {
    const answer = await this.#send('Page.captureScreenshot', { format: 'png' });
    return decodePng(Buffer.from(screenshotSchema.parse(answer).data, 'base64'));
  }

  #readyCount(): number {
    return this.received.filter(({ type }) => type === 'ready').length;
  }
}
