import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { attachBrowser } from '../../../src/browser/program/attachedBrowser.ts';
import { Page } from '../../../src/browser/page/page.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { openBrowser } from '../../../tools/fixtures/web/browsers.ts';
import { startStaticServer } from '../../../tools/fixtures/web/staticServer.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { untilValue } from '../../../tools/fixtures/web/pageValue.ts';

const limit = { timeout: 240_000 };

test(
  'a running browser is reached by its port, shows its pages and stays open',
  limit,
  async (context) => {
    const browser = await openBrowser(context);
    const own = await Page.first(browser.pages, systemClock);
    const folder = await temporaryFolder(context);
    await writeFile(join(folder, 'index.html'), '<title>There</title>');
    const server = await startStaticServer(folder);
    afterTest(context, () => server.close());
    await own.navigate(server.url);
    await untilValue(own, 'document.title', 'There');

    for (const address of ['127.0.0.1', 'localhost']) {
      const attached = await attachBrowser(address, browser.devToolsPort, systemClock);
      assert.match(attached.product, /Chrom/);
      assert.ok(attached.isHeadless);
      assert.equal(new URL(attached.browserUri).pathname, new URL(browser.browserUri).pathname);
      assert.deepEqual(
        (await attached.pages.list()).map((one) => [one.targetId, one.title, one.url]),
        [[own.targetId, 'There', server.url]],
      );
      attached.dispose();
      await attached.pages.connection.closed;
    }
    assert.equal(browser.pages.all.length, 1);
  },
);

test('without a debuggable browser the error says how to start one', limit, async (context) => {
  const folder = await temporaryFolder(context);
  await writeFile(join(folder, 'index.html'), '');
  const server = await startStaticServer(folder);
  afterTest(context, () => server.close());
  for (const port of [9, Number(new URL(server.url).port)]) {
    await assert.rejects(attachBrowser('127.0.0.1', port, systemClock), {
      code: 'BrowserNotReachable',
      message: new RegExp(`127\\.0\\.0\\.1:${port}.*--remote-debugging-port=${port}`),
    });
  }
  await assert.rejects(attachBrowser('::1', 9, systemClock), { message: /\[::1\]:9/ });
});
