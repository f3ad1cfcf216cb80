// The part of playwright-core that the fixture and the editor tests use. Its own declarations are
// in the tool cache, which the compiler can't read; add missing methods as playwright-core declares
// them.

/** In CSS pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One or more elements of the page, located again at each use. */
export interface Locator {
  locator(selector: string, options?: { hasText?: string | RegExp }): Locator;
  first(): Locator;
  nth(index: number): Locator;
  filter(options: { hasText?: string | RegExp; has?: Locator }): Locator;
  click(options?: { button?: 'left' | 'right'; timeout?: number; force?: boolean }): Promise<void>;
  dblclick(options?: { timeout?: number }): Promise<void>;
  hover(options?: { timeout?: number }): Promise<void>;
  fill(value: string, options?: { timeout?: number }): Promise<void>;
  press(key: string): Promise<void>;
  count(): Promise<number>;
  isVisible(): Promise<boolean>;
  inputValue(): Promise<string>;
  innerText(options?: { timeout?: number }): Promise<string>;
  allInnerTexts(): Promise<string[]>;
  all(): Promise<Locator[]>;
  getAttribute(name: string): Promise<string | null>;
  /** Its place in the page, also of elements in frames; null if it is not visible. */
  boundingBox(options?: { timeout?: number }): Promise<Box | null>;
  /** Calls a function in the page with the element and the argument; a text is evaluated without them. */
  evaluate<Result, Argument>(
    script: string | ((element: never, argument: Argument) => Result),
    argument: Argument,
    options?: { timeout?: number },
  ): Promise<Result>;
  waitFor(options?: {
    state?: 'attached' | 'detached' | 'visible' | 'hidden';
    timeout?: number;
  }): Promise<void>;
}

/** The document of a frame, located again at each use. */
export interface FrameLocator {
  first(): FrameLocator;
  frameLocator(selector: string): FrameLocator;
  locator(selector: string, options?: { hasText?: string | RegExp }): Locator;
  getByRole(role: string, options?: { name?: string | RegExp; exact?: boolean }): Locator;
  getByText(text: string | RegExp, options?: { exact?: boolean }): Locator;
}

/** A client of the Chrome DevTools Protocol for one page. */
interface DevToolsSession {
  send(method: string, params?: object): Promise<unknown>;
  detach(): Promise<void>;
}

/** The page that shows the editor. */
export interface Page {
  readonly keyboard: {
    press(key: string): Promise<void>;
    type(text: string): Promise<void>;
    down(key: string): Promise<void>;
    up(key: string): Promise<void>;
  };
  readonly mouse: {
    click(x: number, y: number): Promise<void>;
    move(x: number, y: number): Promise<void>;
    down(): Promise<void>;
    up(): Promise<void>;
  };
  context(): BrowserContext;
  url(): string;
  goto(url: string, options?: { timeout?: number }): Promise<unknown>;
  reload(options?: { timeout?: number }): Promise<unknown>;
  close(): Promise<void>;
  locator(selector: string, options?: { hasText?: string | RegExp }): Locator;
  frameLocator(selector: string): FrameLocator;
  getByRole(role: string, options?: { name?: string | RegExp; exact?: boolean }): Locator;
  getByText(text: string | RegExp, options?: { exact?: boolean }): Locator;
  screenshot(options?: { path?: string; fullPage?: boolean }): Promise<Uint8Array>;
  evaluate<Result>(script: string | (() => Result)): Promise<Result>;
  exposeFunction(name: string, implementation: (...values: never[]) => unknown): Promise<void>;
  on(event: 'crash' | 'close', listener: () => void): void;
}

/**
 * Ends reports of requests and of messages of web sockets. Playwright asks each page for them, and
 * has no option that prevents it.
 */
export async function stopNetworkReports(page: Page): Promise<void> {
  const { _connection: connection } = page as unknown as PageInternals;
  const { _mainFrameSession: session } = connection.toImpl(page).delegate;
  const { _client: client } = session;
  await client.send('Network.disable');
}

/** Parts of a page that Playwright does not declare. */
interface PageInternals {
  readonly _connection: {
    toImpl(page: Page): {
      readonly delegate: {
        readonly _mainFrameSession: {
          readonly _client: { send(method: string): Promise<unknown> };
        };
      };
    };
  };
}

/** A browser with its profile. */
export interface BrowserContext {
  pages(): Page[];
  newPage(): Promise<Page>;
  newCDPSession(page: Page): Promise<DevToolsSession>;
  /** Resolves to the next page that opens, such as a window of the editor. */
  waitForEvent(event: 'page'): Promise<Page>;
  /** Sets how long actions without a limit of their own may take, in milliseconds. */
  setDefaultTimeout(timeout: number): void;
  grantPermissions(permissions: readonly string[]): Promise<void>;
  /** Runs a script in each new document before the document's own scripts. */
  addInitScript(script: string): Promise<unknown>;
  close(): Promise<void>;
}

/** The module playwright-core. */
export interface PlaywrightCore {
  readonly chromium: {
    launchPersistentContext(
      profileFolder: string,
      options: {
        executablePath: string;
        headless: boolean;
        args: string[];
        artifactsDir: string;
        viewport: { width: number; height: number };
        env: NodeJS.ProcessEnv;
      },
    ): Promise<BrowserContext>;
  };
}
