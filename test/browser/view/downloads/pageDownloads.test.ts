import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import * as z from 'zod/mini';
import { DevToolsConnection } from '../../../../src/browser/page/devTools.ts';
import { Page } from '../../../../src/browser/page/page.ts';
import { PageSession } from '../../../../src/browser/view/pageSession.ts';
import { type FirstPage, ViewedBrowser } from '../../../../src/browser/view/viewedBrowser.ts';
import { systemClock } from '../../../../src/common/clock.ts';
import type { HumanError } from '../../../../src/common/humanError.ts';
import { afterTest } from '../../../../tools/fixtures/afterTest.ts';
import { ownEnvironment } from '../../../../tools/fixtures/processes/programs.ts';
import { RecordingLog } from '../../../../tools/fixtures/recordingLog.ts';
import { temporaryFolder } from '../../../../tools/fixtures/temporaryFolder.ts';
import { until } from '../../../../tools/fixtures/waiting.ts';
import { untilValue } from '../../../../tools/fixtures/web/pageValue.ts';
import { PageFixture } from '../../page/pageFixture.ts';

const limit = { timeout: 240_000 };
const home = mkdtempSync(join(tmpdir(), 'ide-session-host-test-'));
// Browsers save downloads in the user's home folder.
const fixture = new PageFixture({ environment: { ...ownEnvironment, HOME: home } });
// After the fixture's browser is closed.
after(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));

interface DownloadingPage {
  readonly page: Page;
  readonly folder: string;
  readonly browser: ViewedBrowser;
  readonly downloaded: string[];
  readonly refused: HumanError[];
  readonly asked: string[];
  /** What the user answers when asked for a folder. */
  answer: () => Promise<string | undefined>;
  /** Downloads a file with this name, as by a click. */
  readonly download: (name: string) => Promise<void>;
}

/** Views a page with downloads in a browser that it shares with others, unless something else is given. */
async function openDownloading(
  context: TestContext,
  given: Partial<FirstPage> = {},
): Promise<DownloadingPage> {
  const folder = await temporaryFolder(context);
  // A browser with pages of others saves downloads itself.
  const page = await Page.first(fixture.browser.pages, systemClock);
  afterTest(context, () => page.dispose());
  await page.navigate(await serveDownloads(context));
  await untilValue(page, 'document.readyState', 'complete');
  const opened: Omit<DownloadingPage, 'browser'> = {
    page,
    folder,
    downloaded: [],
    refused: [],
    asked: [],
    answer: () => Promise.resolve(folder),
    download: (name) => downloadFrom(page, name),
  };
  const { browserUri } = fixture.browser;
  const first = { browserUri, targetId: page.targetId, isShared: true, ...given };
  const browser = await ViewedBrowser.open(first, {
    clock: systemClock,
    log: new RecordingLog(),
    downloadFolder(name) {
      opened.asked.push(name);
      return opened.answer();
    },
    downloaded: (path) => opened.downloaded.push(path),
    refused: (error) => opened.refused.push(error),
  });
  afterTest(context, () => browser.dispose());
  return Object.assign(opened, { browser });
}

/** Downloads a file with this name, as by a click. */
async function downloadFrom({ targetId }: Page, name: string): Promise<void> {
  const session = await PageSession.attach(fixture.browser.browserUri, targetId, systemClock);
  const expression = `location.href = '/file?name=${encodeURIComponent(name)}'`;
  await session.send('Runtime.evaluate', { expression, userGesture: true });
  session.dispose();
}

/** Resolves once the viewed browser has heard of this many pages, and has done what follows from it. */
async function untilHeard({ browser, page }: DownloadingPage, pages: number): Promise<void> {
  await until(`there are ${pages} pages`, () => fixture.browser.pages.all.length === pages);
  // The answer to the first call follows the news, the second call what the news has caused.
  for (let call = 0; call < 2; call++) await browser.activate(page.targetId);
}

/** Collects the names of a page's downloads, and of those that were cancelled. */
async function watchDownloads(context: TestContext, { targetId }: Page) {
  const session = await PageSession.attach(fixture.browser.browserUri, targetId, systemClock);
  afterTest(context, () => session.dispose());
  const begun = new Map<string, string>();
  const cancelled: string[] = [];
  session.events(({ method, params }) => {
    const { data } = downloadSchema.safeParse(params);
    if (data === undefined) return;
    const { guid, state, suggestedFilename } = data;
    if (method === 'Page.downloadWillBegin') begun.set(guid, suggestedFilename ?? '');
    if (state === 'canceled') cancelled.push(begun.get(guid) ?? '');
  });
  await session.send('Page.enable');
  return { begun, cancelled };
}

const downloadSchema = z.object({
  guid: z.string(),
  suggestedFilename: z.optional(z.string()),
  state: z.optional(z.string()),
});

/** Keeps what this process writes to the system's temporary folder apart. */
function useTemporaryFolder(context: TestContext, folder: string): void {
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  afterTest(context, () => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  });
}

/** Serves an empty page and files whose content is their name, without an end if it says so. */
async function serveDownloads(context: TestContext): Promise<string> {
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://localhost').searchParams.get('name');
    if (name === null) return response.setHeader('content-type', 'text/html').end('Page');
    const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;
    response.setHeader('content-type', 'application/octet-stream');
    response.setHeader('content-disposition', disposition);
    return name.startsWith('endless') ? response.write(name) : response.end(name);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterTest(context, () => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

test(
  'files are saved under harmless names, none of which is overwritten',
  limit,
  async (context) => {
    const temporary = await temporaryFolder(context);
    useTemporaryFolder(context, temporary);
    const { browser, download, downloaded, folder } = await openDownloading(context);
    for (const name of ['report.txt', '../.profile', 'report.txt']) {
      const count = downloaded.length;
      await download(name);
      await until(`${name} is saved`, () => downloaded.length > count);
    }
    const names = downloaded.map((path) => basename(path));
    assert.equal(names[0], 'report.txt');
    assert.equal(names[2], 'report (1).txt');
    assert.equal(names[1], '_.profile');
    assert.deepEqual((await readdir(folder)).toSorted(), names.toSorted());
    assert.equal(await readFile(downloaded[2] ?? '', 'utf8'), 'report.txt');
    browser.dispose();
    await until('nothing is left over', async () => {
      const others = await readdir(temporary);
      return !others.some((name) => name.startsWith('ide-session-host-downloads-'));
    });
  },
);

test(
  'a download without a folder is cancelled, and the user is not asked about those that follow',
  limit,
  async (context) => {
    const opened = await openDownloading(context);
    const { cancelled } = await watchDownloads(context, opened.page);
    opened.answer = () => Promise.resolve(undefined);
    for (const name of ['endless1', 'endless2', 'endless3']) {
      await opened.download(name);
      await until(`${name} is cancelled`, () => cancelled.includes(name));
    }
    assert.deepEqual(opened.asked, ['endless1']);
    assert.deepEqual(opened.downloaded, []);
    assert.deepEqual(opened.refused, []);
  },
);

test('a folder that cannot be written is reported', limit, async (context) => {
  const opened = await openDownloading(context);
  opened.answer = () => Promise.resolve(`${opened.folder}/missing`);
  await opened.download('one.txt');
  await until('it is reported', () => opened.refused.length === 1);
  assert.equal(opened.refused[0]?.code, 'DownloadNotSaved');
  assert.match(opened.refused[0].message, /^one\.txt could not be saved: ENOENT/);
});

test('downloads of a page in a loop are limited and reported once', limit, async (context) => {
  const opened = await openDownloading(context);
  const { begun } = await watchDownloads(context, opened.page);
  opened.answer = () => new Promise(() => {});
  for (let count = 0; count < 15; count++) {
    await opened.download(`${count}.txt`);
    // A navigation that begins before the download of the former one cancels it.
    await until(`download ${count} has begun`, () => begun.size === count + 1);
  }
  await untilHeard(opened, 1);
  assert.equal(opened.asked.length, 10);
  assert.equal(opened.refused.length, 1);
  assert.equal(opened.refused[0]?.code, 'TooManyDownloads');
});

test(
  'while there are pages of others, their client decides where files are saved',
  limit,
  async (context) => {
    const theirs = await temporaryFolder(context);
    const saved = (): Promise<readonly string[]> => readdir(theirs);
    const connection = await DevToolsConnection.open(fixture.browser.browserUri, systemClock);
    afterTest(context, () => connection.dispose());
    const { targetId } = await Page.create(fixture.browser.pages, systemClock);
    await connection.send('Browser.setDownloadBehavior', {
      behavior: 'allow',
      downloadPath: theirs,
    });
    const opened = await openDownloading(context);
    await opened.download('one.txt');
    await until('it is saved', async () => (await saved()).includes('one.txt'));
    await connection.send('Target.closeTarget', { targetId });
    await untilHeard(opened, 1);
    await opened.download('two.txt');
    await until('it is taken', () => opened.downloaded.length === 1);
    assert.deepEqual(opened.asked, ['two.txt']);
    assert.deepEqual(await saved(), ['one.txt']);
  },
);

test(
  "once there are pages of others, downloads go to the browser's own folder",
  limit,
  async (context) => {
    const temporary = await temporaryFolder(context);
    useTemporaryFolder(context, temporary);
    const opened = await openDownloading(context);
    await opened.download('one.txt');
    await until('it is taken', () => opened.downloaded.length === 1);
    const other = await fixture.openPage(context);
    await other.navigate(await serveDownloads(context));
    await untilHeard(opened, 2);
    const own = join(home, 'Downloads');
    await downloadFrom(other, 'theirs.txt');
    await until('it is saved', async () => {
      return (await readdir(own).catch((): string[] => [])).includes('theirs.txt');
    });
    assert.deepEqual(opened.asked, ['one.txt']);
    const staging = (await readdir(temporary)).find((name) =>
      name.startsWith('ide-session-host-d'),
    );
    assert.deepEqual(await readdir(join(temporary, staging ?? '')), []);
  },
);

test(
  'in a browser of its own, a page without an opener has its files saved',
  limit,
  async (context) => {
    const opened = await openDownloading(context, { isShared: false });
    const window = await fixture.openPage(context);
    await window.navigate(await serveDownloads(context));
    await untilHeard(opened, fixture.browser.pages.all.length);
    await downloadFrom(window, 'one.txt');
    await opened.download('two.txt');
    await until('both are taken', () => opened.downloaded.length === 2);
    assert.deepEqual(opened.asked, ['one.txt', 'two.txt']);
  },
);
