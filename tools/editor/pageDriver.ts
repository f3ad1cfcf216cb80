import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { deferred } from '../../src/common/deferred.ts';
import { afterTest } from '../fixtures/afterTest.ts';
import type { Locator, Page } from './editor.ts';
import {
  answerNotification,
  clickBesideLine,
  clickInRow,
  clickUntilTaken,
  patience,
  pick,
  pickFromMenu,
  readAll,
  readCallStack,
  readConsole,
  readNotifications,
  readPicks,
  readStatusBar,
  readWatchedStatusBar,
  runCommand,
  tickExceptions,
  watchStatusBar,
} from './palette.ts';
import type { PageAnswer, PageRequest } from './pageDriverRequests.ts';
import { pageTabContent } from './pageTab.ts';
import { takePicture } from './pictures.ts';
import { readContrasts } from './shownColors.ts';

/** Uses an editor's page on behalf of its suite. */
export interface PageDriver {
  /** The address for the suite's requests, in EDITOR_PAGE_DRIVER. */
  readonly url: string;
  attach(page: Page): void;
}

/** Creates a driver that serves requests until the test ends. */
export async function createPageDriver(context: TestContext): Promise<PageDriver> {
  const { promise: page, resolve: attach } = deferred<Page>();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const wish = JSON.parse(await text(request)) as PageRequest;
    const answered = await page.then((shown) => grant(wish, shown)).then(read, failure);
    response.end(JSON.stringify(answered));
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterTest(context, () => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, attach };
}

function read(texts: readonly string[]): PageAnswer {
  return { read: texts };
}

function failure(error: unknown): PageAnswer {
  return { failure: String(error) };
}

async function grant(wish: PageRequest, page: Page): Promise<readonly string[]> {
  switch (wish.do) {
    case 'press':
      await page.keyboard.press(wish.key);
      return [];
    case 'click':
      await clickElement(page, wish);
      return [];
    case 'click in row': {
      const rows = page.locator(wish.rows, { hasText: wish.text });
      await clickInRow(page, rows, wish.button);
      return [];
    }
    case 'fill':
      await page.locator(wish.selector).first().fill(wish.text, patience);
      return [];
    case 'hover':
      await elements(page, wish).first().hover(patience);
      return [];
    case 'read':
      return readAll(page, wish.selector, wish.text);
    case 'read contrasts': {
      const place = wish.of === 'editor' ? page : pageTabContent(page);
      return readContrasts(place.locator(wish.selector).first(), patience);
    }
    case 'take picture':
      await takePicture(page, wish.name);
      return [];
    case 'run command':
      await runCommand(page, wish.title);
      return [];
    case 'click beside line':
      await clickBesideLine(page, wish.line);
      return [];
    case 'read picks':
      return readPicks(page, wish.expected);
    case 'pick':
      await pick(page, wish.label);
      return [];
    case 'tick exceptions':
      await tickExceptions(page, wish.labels);
      return [];
    case 'pick from menu':
      await pickFromMenu(page, elements(page, wish).first(), wish.label);
      return [];
    case 'read notification':
      return readNotifications(page, wish.text);
    case 'answer notification':
      await answerNotification(page, wish.text, wish.label);
      return [];
    case 'read call stack':
      return readCallStack(page, wish.text);
    case 'read console':
      return readConsole(page, wish.text);
    case 'read status bar':
      return [await readStatusBar(page, wish.text)];
    case 'watch status bar':
      await watchStatusBar(page, wish.text);
      return [];
    case 'read watched status bar':
      return readWatchedStatusBar(page);
  }
}

async function clickElement(
  page: Page,
  wish: Extract<PageRequest, { readonly do: 'click' }>,
): Promise<void> {
  const element = elements(page, wish).first();
  await clickUntilTaken(page, wish.selector, () => element.click({ timeout: 10_000 }));
}

function elements(page: Page, wish: { readonly selector: string; readonly text: string }): Locator {
  return page.locator(wish.selector, { hasText: wish.text });
}
