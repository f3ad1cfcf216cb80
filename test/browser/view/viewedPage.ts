import type { TestContext } from 'node:test';
import type { Page } from '../../../src/browser/page/page.ts';
import { PageSession } from '../../../src/browser/view/pageSession.ts';
import { PageWorld } from '../../../src/browser/view/scripts/pageWorld.ts';
import { type Clock, systemClock } from '../../../src/common/clock.ts';
import type { Event } from '../../../src/common/emitter.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { untilValue } from '../../../tools/fixtures/web/pageValue.ts';
import { type PageFixture, servePage } from '../page/pageFixture.ts';

/** A key with its Windows virtual key code and what it enters. */
interface Key {
  readonly key: string;
  readonly keyCode: number;
  readonly text?: string;
}

/** A page that is served and viewed by one test. */
export class ViewedPage {
  readonly page: Page;
  readonly session: PageSession;
  readonly world: PageWorld;
  readonly url: string;

  /** Opens a page; `html` is its body. */
  static async open(
    context: TestContext,
    fixture: PageFixture,
    html: string,
    clock: Clock = systemClock,
  ): Promise<ViewedPage> {
    const server = await servePage(context, `<!doctype html><body style="margin: 0">${html}`);
    const page = await fixture.openPage(context);
    const viewed = await ViewedPage.join(context, fixture, { page, url: server.url }, clock);
    await viewed.load();
    return viewed;
  }

  /** Views a page as a further client. */
  static async join(
    context: TestContext,
    fixture: PageFixture,
    { page, url }: Pick<ViewedPage, 'page' | 'url'>,
    clock: Clock = systemClock,
  ): Promise<ViewedPage> {
    const { browserUri } = fixture.browser;
    const session = await PageSession.attach(browserUri, page.targetId, clock);
    afterTest(context, () => session.dispose());
    await session.send('Page.enable');
    const world = new PageWorld(session);
    afterTest(context, () => world.dispose());
    return new ViewedPage(page, session, world, url);
  }

  private constructor(page: Page, session: PageSession, world: PageWorld, url: string) {
    this.page = page;
    this.session = session;
    this.world = world;
    this.url = url;
  }

  /** Loads the page, also again. */
  async load(): Promise<void> {
    await this.page.navigate(this.url);
    await untilValue(this.page, 'document.readyState', 'complete');
  }

  /** Clicks a point of the viewport. */
  async click(x: number, y: number, modifiers = 0): Promise<void> {
    for (const type of ['mousePressed', 'mouseReleased']) {
      const button = { button: 'left', clickCount: 1 };
      await this.session.send('Input.dispatchMouseEvent', { type, x, y, ...button, modifiers });
    }
  }

  /** Presses and releases a key. */
  async press({ key, keyCode, text }: Key, modifiers = 0): Promise<void> {
    const event = { key, windowsVirtualKeyCode: keyCode, modifiers };
    const type = text === undefined ? 'rawKeyDown' : 'keyDown';
    await this.session.send('Input.dispatchKeyEvent', { type, ...event, ...(text && { text }) });
    await this.session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
  }
}

/** Keys of tests. */
export const keys = {
  space: { key: ' ', keyCode: 32, text: ' ' },
  enter: { key: 'Enter', keyCode: 13, text: '\r' },
  down: { key: 'ArrowDown', keyCode: 40 },
  escape: { key: 'Escape', keyCode: 27 },
  f4: { key: 'F4', keyCode: 115 },
} as const satisfies Record<string, Key>;

/** Collects the values of an event until the test ends. */
export function collect<T>(context: TestContext, event: Event<T>): T[] {
  const values: T[] = [];
  const collecting = event((value) => values.push(value));
  afterTest(context, () => collecting.dispose());
  return values;
}
