// A page in the browser that an editor's session has started, as the page itself sees it.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import * as z from 'zod/mini';
import { DevToolsConnection } from '../../src/browser/page/devTools.ts';
import { Page } from '../../src/browser/page/page.ts';
import { PageTargets } from '../../src/browser/page/pageTargets.ts';
import { systemClock } from '../../src/common/clock.ts';
import { HumanError } from '../../src/common/humanError.ts';
import { afterTest } from '../fixtures/afterTest.ts';
import { pollUntil } from '../fixtures/waiting.ts';
import type { Editor } from './editor.ts';
import type { Box } from './playwright.ts';

const patience = 120_000;

const elementSchema = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
  pageWidth: z.number(),
  pageHeight: z.number(),
});

/** Where an element is in the page's viewport, in CSS pixels, and how large the viewport is. */
export type ElementPlace = Box & { readonly pageWidth: number; readonly pageHeight: number };

/** A page that was started by a session of the editor. */
export class DebuggedPage {
  readonly #page: Page;

  /** Resolves once a browser of the editor's sessions shows an address that starts with this. */
  static async find(
    context: TestContext,
    editor: Pick<Editor, 'folder'>,
    url: string,
  ): Promise<DebuggedPage> {
    let found: Page | undefined;
    await pollUntil(`a browser shows ${url}`, patience, async () => {
      found = await findPage(context, editor.folder, url);
      return found !== undefined;
    });
    if (found === undefined) throw new Error(`No browser shows ${url}.`);
    return new DebuggedPage(found);
  }

  private constructor(page: Page) {
    this.#page = page;
  }

  /** Evaluates JavaScript in the page, also while it is paused. */
  read<T extends z.ZodMiniType>(script: string, schema: T): Promise<z.output<T>> {
    return this.#page.evaluate(script, schema);
  }

  /** Resolves once a script in the page returns this value; a page that navigates is asked again. */
  async becomes(script: string, value: unknown): Promise<void> {
    let last: unknown;
    const isEqual = async (): Promise<boolean> => {
      last = await this.read(script, z.unknown()).catch(unlessNavigating);
      return last === value;
    };
    await pollUntil(`${script} is ${JSON.stringify(value)}`, patience, isEqual).catch((error) => {
      throw new Error(`${script} is ${JSON.stringify(last)} in the page.`, { cause: error });
    });
  }

  /** Where the element with this selector is, once it is visible. */
  async place(selector: string): Promise<ElementPlace> {
    const element = `document.querySelector(${JSON.stringify(selector)})`;
    await this.becomes(`(${element}?.getBoundingClientRect().height ?? 0) > 0`, true);
    return this.read(
      `(({ x, y, width, height }) => ({ x, y, width, height, pageWidth: innerWidth, pageHeight: innerHeight }))
        (${element}.getBoundingClientRect())`,
      elementSchema,
    );
  }
}

async function findPage(
  context: TestContext,
  folder: string,
  url: string,
): Promise<Page | undefined> {
  const temporary = join(folder, 'tmp');
  for (const name of await readdir(temporary)) {
    if (!name.startsWith('ide-session-browser-')) continue;
    const file = await readFile(join(temporary, name, 'DevToolsActivePort'), 'utf8').catch(
      () => '',
    );
    const [port, path] = file.split('\n');
    if (path === undefined) continue;
    const page = await findIn(context, `ws://127.0.0.1:${port}${path}`, url).catch(unlessRefused);
    if (page !== undefined) return page;
  }
  return undefined;
}

async function findIn(
  context: TestContext,
  browserUri: string,
  url: string,
): Promise<Page | undefined> {
  const connection = await DevToolsConnection.open(browserUri, systemClock);
  const targets = new PageTargets(connection);
  const target = (await targets.list()).find((one) => one.url.startsWith(url));
  if (target === undefined) {
    connection.dispose();
    return undefined;
  }
  afterTest(context, () => connection.dispose());
  return Page.attach(target.targetId, targets, systemClock);
}

/** A page that is being left, or that is busy, is asked again. */
function unlessNavigating(error: unknown): undefined {
  const passing = ['DevToolsRefused', 'PageNotAnswering', 'PageScriptFailed'];
  if (!(error instanceof HumanError && passing.includes(error.code))) throw error;
}

/** A browser that ends refuses connections before its profile is removed. */
function unlessRefused(error: unknown): undefined {
  if (!(error instanceof HumanError)) throw error;
}
