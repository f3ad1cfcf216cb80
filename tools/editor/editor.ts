// An editor with a page that shows it, which editor tests start, use and close.

import { join } from 'node:path';
import { type Clock, systemClock } from '../../src/common/clock.ts';
import { getRecordingSettings, keepRecorded } from '../fixtures/recordedTraces.ts';
import { startBrowser } from './browser.ts';
import { extensionHostStarted } from './extensionHost.ts';
import type { MarkedProcess } from './leftovers.ts';
import { type Page, stopNetworkReports } from './playwright.ts';
import { serveEditor } from './server/serveEditor.ts';
import type { ServeOptions } from './server/serveOptions.ts';
import { observeSuite, type OutputLine } from './suite.ts';

export type { Locator, Page } from './playwright.ts';
export type { OutputLine } from './suite.ts';

/** Options of an editor with a page. */
export interface EditorOptions extends ServeOptions {
  /** The suite's timeout, including the editor's start; five minutes by default. */
  readonly timeoutMilliseconds?: number;
  /** The clock for the timeout; by default the machine's. */
  readonly clock?: Clock;
  /** Called with each line of the suite's console; by default it is written to this process's. */
  readonly onOutput?: (line: OutputLine) => void;
}

/** A running editor and the page that shows it. */
export interface Editor extends AsyncDisposable {
  readonly url: string;
  readonly folder: string;
  readonly page: Page;
  /** 0 when the suite's `run()` resolved, 1 when it rejected; rejects if the suite does not end. */
  readonly suiteResult: Promise<number>;
  /** Ends everything; returns the processes that outlived the editor and had to be killed. */
  close(): Promise<readonly MarkedProcess[]>;
}

/** Settings of an editor without a viewer: no blinking cursor, and no downloads of types. */
const unobservedSettings = {
  'editor.cursorBlinking': 'solid',
  'editor.minimap.enabled': false,
  'js/ts.tsserver.automaticTypeAcquisition.enabled': false,
};

const defaultTimeoutMilliseconds = 300_000;
const pageMilliseconds = 180_000;
const leaveMilliseconds = 30_000;

/** Starts an editor and shows it in a headless browser; a suite starts automatically. */
export async function startEditor(options: EditorOptions = {}): Promise<Editor> {
  const timeout = options.timeoutMilliseconds ?? defaultTimeoutMilliseconds;
  const { clock = systemClock } = options;
  const deadline = clock.elapsed() + timeout;
  const settings = { ...unobservedSettings, ...options.settings };
  const machineSettings = getRecordingSettings();
  const served = await serveEditor({ ...options, settings, machineSettings });
  try {
    const browser = await startBrowser(served.folder, served.environment);
    const page = browser.pages()[0] ?? (await browser.newPage());
    const suite = await observeSuite(page, options.onOutput);
    let ending: Promise<readonly MarkedProcess[]> | undefined;
    const close = () => {
      suite.stop();
      return (ending ??= leave(page)
        .catch(() => {})
        .then(() => browser.close())
        .catch(() => {})
        .then(() => keepRecorded(join(served.folder, 'data', 'logs')))
        .then(
          () => served.close(),
          async (error: unknown) => {
            await served.close();
            throw error;
          },
        ));
    };
    await page.goto(served.url, { timeout: pageMilliseconds });
    await page.locator('.monaco-workbench').first().waitFor({ timeout: pageMilliseconds });
    await stopNetworkReports(page);
    await extensionHostStarted(served.folder);
    const suiteResult = options.suite
      ? suite.result(served.failed, { clock, deadline, timeout })
      : Promise.reject(new Error('This editor was started without a suite.'));
    // Tests that only use the page never await it.
    suiteResult.catch(() => {});
    return {
      url: served.url,
      folder: served.folder,
      page,
      suiteResult,
      close,
      [Symbol.asyncDispose]: async () => void (await close()),
    };
  } catch (error) {
    await served.close();
    throw error;
  }
}

/** Closes the page like a user who closes the tab, so that extensions are deactivated. */
async function leave(page: Page): Promise<void> {
  await page.goto('about:blank', { timeout: leaveMilliseconds });
}

/** Runs a suite in its own editor, from start to end; returns 0 if it passed, otherwise 1. */
export async function runSuite(
  options: EditorOptions & { readonly suite: string },
): Promise<number> {
  const editor = await startEditor(options);
  try {
    return await editor.suiteResult;
  } finally {
    await editor.close();
  }
}
