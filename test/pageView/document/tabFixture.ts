import { after, before, type TestContext } from 'node:test';
import * as z from 'zod/mini';
import {
  type DebuggableBrowser,
  startBrowser,
} from '../../../src/browser/program/browserProcess.ts';
import type { Viewport } from '../../../src/pageView/messages/geometry.ts';
import type { MouseInput, PageInput } from '../../../src/pageView/messages/pageInput.ts';
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

interface KeyDetails {
  readonly code?: string;
  readonly windowsVirtualKeyCode?: number;
  readonly modifiers?: number;
  readonly text?: string;
  readonly location?: number;
  readonly autoRepeat?: boolean;
  readonly commands?: readonly string[];
}

/** An element of the document, as assistive technology sees it. */
export interface FoundElement {
  readonly role: string;
  readonly name: string;
  readonly value: string;
  readonly states: Readonly<Record<string, unknown>>;
  readonly backendNodeId: number;
}

const usualScreen: Screen = { width: 800, height: 600, pixelRatio: 1 };
const createdSchema = z.object({ targetId: z.string() });
const attachedSchema = z.object({ sessionId: z.string() });
const valueSchema = z.object({ result: z.object({ value: z.optional(z.unknown()) }) });
const axValueSchema = z.optional(
  z.object({ value: z.optional(z.union([z.string(), z.number(), z.boolean()])) }),
);
const axTreeSchema = z.object({
  nodes: z.array(
    z.object({
      ignored: z.boolean(),
      role: axValueSchema,
      name: axValueSchema,
      value: axValueSchema,
      properties: z.optional(
        z.array(
          z.object({ name: z.string(), value: z.object({ value: z.optional(z.unknown()) }) }),
        ),
      ),
      backendDOMNodeId: z.optional(z.number()),
    }),
  ),
});
const boxSchema = z.object({ model: z.object({ border: z.array(z.number()) }) });
const screenshotSchema = z.object({ data: z.string() });

/** One browser of a user for all tests of a file. */
export class UserBrowser {
  #browser: DebuggableBrowser | undefined;

  constructor(extraArguments: readonly string[] = []) {
    before(async () => {
      this.#browser = await startBrowser(await browserPlan({ extraArguments }), browserOptions());
    });
    after(() => this.#browser?.close());
  }

  /**
   * Opens a page's tab, whose document has said that it is ready, on a screen or as large as the browser's
   * window. `connect` is called before, for a tab that
   * shows a real page.
   */
  async openTab(
    context: TestContext,
    screen: Partial<Screen> | 'window' = {},
    connect?: (server: DocumentServer) => void,
  ): Promise<Tab> {
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
    if (screen !== 'window') await tab.resize({ ...usualScreen, ...screen });
    connect?.(server);
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
  #pageTop = 0;
  #viewport: Viewport | undefined;

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
    const top = `document.querySelector('main').getBoundingClientRect().top`;
    this.#pageTop = Number(await this.evaluate(top));
  }

  /** Gives the user's window another size or pixel ratio. */
  async resize(screen: Screen): Promise<void> {
    const { width, height, pixelRatio } = screen;
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
    const viewport = last?.viewport ?? this.#viewport;
    if (viewport === undefined) throw new Error('The document wants no viewport yet.');
    return viewport;
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

  /** The height of what is above the page. */
  get pageTop(): number {
    return this.#pageTop;
  }

  /** Moves, presses or releases the mouse at a position in the page. */
  async mouse(
    type: 'mouseMoved' | 'mousePressed' | 'mouseReleased',
    x: number,
    y: number,
    more: object = {},
  ): Promise<void> {
    const at = { type, x, y: y + this.pageTop, pointerType: 'mouse' };
    await this.#send('Input.dispatchMouseEvent', { ...at, ...more });
  }

  /** Clicks at a position in the page. */
  async click(x: number, y: number, more: object = {}): Promise<void> {
    await this.mouse('mousePressed', x, y, { button: 'left', clickCount: 1, ...more });
    await this.mouse('mouseReleased', x, y, { button: 'left', clickCount: 1, ...more });
  }

  /** Presses and releases a key. */
  async key(key: string, more: KeyDetails = {}): Promise<void> {
    await this.keyDown(key, more);
    await this.keyUp(key, more);
  }

  async keyDown(key: string, more: KeyDetails = {}): Promise<void> {
    const type = more.text === undefined ? 'rawKeyDown' : 'keyDown';
    await this.#send('Input.dispatchKeyEvent', { type, key, ...withKeyCode(key, more) });
  }

  async keyUp(key: string, more: KeyDetails = {}): Promise<void> {
    await this.#send('Input.dispatchKeyEvent', { type: 'keyUp', key, ...withKeyCode(key, more) });
  }

  /** Uses an element of the document as a user finds it: by its role and name, in the accessibility tree. */
  async find(role: string, name: string): Promise<FoundElement> {
    let found: FoundElement | undefined;
    await until(`there is a ${role} named ${name}`, async () => {
      found = (await this.elements()).find((node) => node.role === role && node.name === name);
      return found !== undefined;
    });
    return found as FoundElement;
  }

  /** Resolves when there is no element of a role, or none with this name. */
  async showsNone(role: string, name?: string): Promise<void> {
    await until(`there is no ${role} ${name ?? ''}`, async () => {
      const isWanted = (node: FoundElement): boolean =>
        node.role === role && (name === undefined || node.name === name);
      return !(await this.elements()).some(isWanted);
    });
  }

  /** What a screen reader finds, in order. */
  async elements(): Promise<readonly FoundElement[]> {
    const answer = axTreeSchema.parse(await this.#send('Accessibility.getFullAXTree'));
    return answer.nodes
      .filter(({ ignored }) => !ignored)
      .map(({ role, name, value, properties, backendDOMNodeId }) => ({
        role: String(role?.value ?? ''),
        name: String(name?.value ?? ''),
        value: String(value?.value ?? ''),
        states: Object.fromEntries((properties ?? []).map((p) => [p.name, p.value.value])),
        backendNodeId: backendDOMNodeId ?? 0,
      }));
  }

  /** Clicks the middle of an element. */
  async clickElement({ backendNodeId }: FoundElement, more: object = {}): Promise<void> {
    const answer = await this.#send('DOM.getBoxModel', { backendNodeId });
    const [left = 0, top = 0, , , right = 0, bottom = 0] = boxSchema.parse(answer).model.border;
    const at = { x: (left + right) / 2, y: (top + bottom) / 2, button: 'left', clickCount: 1 };
    await this.#send('Input.dispatchMouseEvent', { ...at, type: 'mousePressed', ...more });
    await this.#send('Input.dispatchMouseEvent', { ...at, type: 'mouseReleased', ...more });
  }

  /** Forgets what was received. */
  clear(): void {
    this.#viewport = this.viewport;
    this.received.length = 0;
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

/**
 * What the mouse's buttons did in the page. A browser repeats a movement when something else has come below the
 * pointer, so that movements can't be counted.
 */
export function mouseButtonsOf(tab: Tab): readonly MouseInput[] {
  return tab.pageInputs.flatMap((input) =>
    input.kind === 'mouse' && input.action !== 'move' ? [input] : [],
  );
}

/** Key codes of keys whose name isn't their letter. */
const keyCodes: Readonly<Record<string, number>> = {
  Backspace: 8,
  Tab: 9,
  Enter: 13,
  Shift: 16,
  Control: 17,
  Alt: 18,
  Escape: 27,
  ' ': 32,
  PageUp: 33,
  PageDown: 34,
  End: 35,
  Home: 36,
  ArrowLeft: 37,
  ArrowUp: 38,
  ArrowRight: 39,
  ArrowDown: 40,
  Insert: 45,
  Delete: 46,
};

function withKeyCode(key: string, more: KeyDetails): KeyDetails {
  const functionKey = /^F(\d+)$/.exec(key)?.[1];
  const known = functionKey === undefined ? keyCodes[key] : 111 + Number(functionKey);
  const letter = key.toUpperCase();
  const code = key.length === 1 && /[A-Z]/.test(letter) ? `Key${letter}` : key;
  return { windowsVirtualKeyCode: known ?? letter.charCodeAt(0), code, ...more };
}
