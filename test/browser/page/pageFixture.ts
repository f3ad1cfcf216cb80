import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, type TestContext } from 'node:test';
import {
  type DebuggableBrowser,
  startBrowser,
} from '../../../src/browser/program/browserProcess.ts';
import type { BrowserPlan } from '../../../src/browser/program/browserProgram.ts';
import { Page } from '../../../src/browser/page/page.ts';
import { type Clock, systemClock } from '../../../src/common/clock.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { browserOptions, browserPlan } from '../../../tools/fixtures/web/browsers.ts';
import { startStaticServer, type StaticServer } from '../../../tools/fixtures/web/staticServer.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

/** One browser for all tests of a file, each of which has its own page. */
export class PageFixture {
  #browser: DebuggableBrowser | undefined;

  /** Opens the fixture before the file's tests and closes it after them. `given` is of the browser's plan. */
  constructor(given: Partial<BrowserPlan> = {}) {
    before(async () => {
      this.#browser = await startBrowser(await browserPlan(given), browserOptions());
    });
    after(() => this.#browser?.close());
  }

  get browser(): DebuggableBrowser {
    if (this.#browser === undefined) throw new Error('The browser has not been started.');
    return this.#browser;
  }

  /** Opens an empty page. The browser's first page stays open, and so does the browser. */
  async openPage(context: TestContext, clock: Clock = systemClock): Promise<Page> {
    const { pages } = this.browser;
    await Page.first(pages, systemClock);
    const page = await Page.create(pages, clock);
    afterTest(context, () => page.dispose());
    return page;
  }
}

/** Serves a page for one test, with further files by name. */
export async function servePage(
  context: TestContext,
  html: string,
  files: Readonly<Record<string, string>> = {},
): Promise<StaticServer> {
  const folder = await temporaryFolder(context);
  for (const [name, content] of Object.entries({ ...files, 'index.html': html })) {
    await writeFile(join(folder, name), content);
  }
  const server = await startStaticServer(folder);
  afterTest(context, () => server.close());
  return server;
}
