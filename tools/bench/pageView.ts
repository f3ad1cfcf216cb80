// A page in a tab of code-server, next to a bare document that draws the same frames from a WebSocket.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { Page } from '../../src/browser/page/page.ts';
import { systemClock } from '../../src/common/clock.ts';
import { deferred } from '../../src/common/deferred.ts';
import { startBrowser } from '../editor/browser.ts';
import { packagedExtension } from '../editor/built.ts';
import { type Editor, startEditor } from '../editor/editor.ts';
import { afterTest } from '../fixtures/afterTest.ts';
import { ownEnvironment } from '../fixtures/processes/programs.ts';
import { temporaryFolder } from '../fixtures/temporaryFolder.ts';
import { openBrowser } from '../fixtures/web/browsers.ts';
import { bundleSuite } from './support/bundledSuite.ts';
import { withFixtures } from './support/fixtureContext.ts';
import { serveBarePage, type Size } from './pageView/barePage.ts';
import { MeasuredPage } from './pageView/measuredPage.ts';
import { Side } from './pageView/side.ts';
import { measureSocket } from './pageView/socket.ts';
import { serveSteps } from './pageView/stepServer.ts';
import type { SuiteFigures } from './pageView/task.ts';
import { picture, Viewer } from './pageView/viewer.ts';
import {
  atMost,
  atMostLater,
  atMostMore,
  type Bound,
  quantile,
  ratioAtMost,
  type Result,
  result,
  resultIn,
} from './support/results.ts';

/** The tab and the bare document take turns. */
const rounds = 3;

interface Sides {
  readonly tab: Side;
  readonly bare: Side;
  /** The times of messages to the bare document and back. */
  readonly socket: readonly number[];
}

/** Measures a page in a tab next to the bare document. */
export function measurePageView(): Promise<Result[]> {
  return withFixtures(async (context) => {
    const folder = await temporaryFolder(context);
    const page = await servePage(context);
    const opened = deferred<Editor>();
    const measured = deferred<Sides>();
    const findTab = async (): Promise<Viewer> => {
      const { page: window } = await opened.promise;
      const webview = window.frameLocator('iframe.webview:visible').first();
      return Viewer.open(window, webview.frameLocator('#active-frame').locator(picture));
    };
    let tab: Viewer | undefined;
    const driver = await serveSteps(context, async (step) => {
      tab ??= await findTab();
      if (step === 'measure') measured.resolve(await measureSides(context, folder, page, tab));
      if (step === 'move') await page.command('move');
      return tab.countFrames();
    });
    const results = join(folder, 'results.json');
    opened.resolve(
      await openEditor(context, folder, {
        PAGE_VIEW_URL: page.url,
        PAGE_VIEW_DRIVER: driver,
        PAGE_VIEW_RESULTS: results,
      }),
    );
    const { suiteResult } = await opened.promise;
    if ((await suiteResult) !== 0) throw new Error('The suite failed.');
    const figures = JSON.parse(await readFile(results, 'utf8')) as SuiteFigures;
    const sides = await measured.promise;
    return [
      ...timeResults(sides),
      ...channelResults(figures.webview, sides.socket),
      ...shareResults(figures),
    ];
  });
}

async function measureSides(
  context: TestContext,
  folder: string,
  page: MeasuredPage,
  viewer: Viewer,
): Promise<Sides> {
  const tab = new Side(page, viewer);
  const { bare, document } = await openBareSide(context, folder, viewer.size);
  for (let round = 0; round < rounds; round++) {
    await bare.measureRound();
    await tab.measureRound();
  }
  return { tab, bare, socket: await measureSocket(document) };
}

/** Opens the bare document in a browser like the editor's, for a page in a browser like the debugged one's. */
async function openBareSide(context: TestContext, folder: string, size: Size) {
  const page = await servePage(context);
  const { browserUri, pages } = await openBrowser(context);
  const shown = await Page.first(pages, systemClock);
  await shown.navigate(page.url);
  const server = await serveBarePage(browserUri, shown.targetId, size);
  afterTest(context, () => server.close());
  const viewing = await startBrowser(join(folder, 'bare'), ownEnvironment);
  afterTest(context, () => viewing.close());
  const document = viewing.pages()[0] ?? (await viewing.newPage());
  await document.goto(server.url);
  const bare = new Side(page, await Viewer.open(document, document.locator(picture)));
  return { bare, document };
}

async function servePage(context: TestContext): Promise<MeasuredPage> {
  const page = await MeasuredPage.serve();
  afterTest(context, () => page.close());
  return page;
}

async function openEditor(
  context: TestContext,
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<Editor> {
  const suite = await bundleSuite('pageView', folder);
  const editor = await startEditor({
    packages: [packagedExtension],
    settings: { 'ideSessionHost.showPage': 'always' },
    environment,
    suite,
    timeoutMilliseconds: 300_000,
  });
  afterTest(context, () => editor.close());
  return editor;
}

function timeResults({ bare, tab }: Sides): Result[] {
  const compare = (what: string, of: keyof Side['times'], bound: Bound): Result[] =>
    [0.5, 0.95].map((share) =>
      result(
        `${what} in a tab of code-server, next to a bare document, p${share * 100}`,
        quantile(tab.times[of], share),
        quantile(bare.times[of], share),
        share === 0.5 ? bound : undefined,
      ),
    );
  return [
    ...compare('from a change of the page to its picture', 'change', ratioAtMost(1.3)),
    ...compare(
      'from a press on the picture to the picture of its effect',
      'click',
      ratioAtMost(1.3),
    ),
    ...compare('from a press on the picture to its event in the page', 'event', atMostLater(15)),
  ];
}

function channelResults(webview: readonly number[], socket: readonly number[]): Result[] {
  const what =
    "the editor's message of a frame's size to the document of a tab and back, next to a WebSocket";
  return [0.5, 0.95].map((share) =>
    result(`${what}, p${share * 100}`, quantile(webview, share), quantile(socket, share)),
  );
}

function shareResults({ hidden, none, still, stillFrames }: SuiteFigures): Result[] {
  const share = (what: string, value: number): Result =>
    resultIn(
      '% of a core',
      `extension host ${what}, next to no page`,
      value,
      none,
      atMostMore(1, '% of a core'),
    );
  return [
    share('with a page that does not change', still),
    share('with a page that moves in a hidden tab', hidden),
    resultIn(
      'frames',
      'frames of a page that does not change, in ten seconds',
      stillFrames,
      0,
      atMost(0, 'frames'),
    ),
  ];
}
