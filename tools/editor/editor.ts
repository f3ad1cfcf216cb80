// An editor with a page that shows it: what editor tests start, look at, click on and close.

import { type Clock, systemClock } from '../../src/common/clock.ts';
import { startBrowser } from './browser.ts';
import { extensionHostStarted } from './extensionHost.ts';
import type { MarkedProcess } from './leftovers.ts';
import type { Page } from './playwright.ts';
import { serveEditor } from './serveEditor.ts';
import type { ServeOptions } from './serveOptions.ts';
import { observeSuite, type OutputLine } from './suite.ts';

export type { Locator, Page } from './playwright.ts';
export type { OutputLine } from './suite.ts';

/** What an editor is started with. */
export interface EditorOptions extends ServeOptions {
  /** How long the suite may take, the editor's start included; two minutes if not given. */
  readonly timeoutMilliseconds?: number;
  /** What measures that time; the machine's clock if not given. */
  readonly clock?: Clock;
  /** Told each line that the suite writes to its console; goes to this process's console if not given. */
  readonly onOutput?: (line: OutputLine) => void;
}

/** A running editor and the page that shows it. */
export interface Editor extends AsyncDisposable {
  readonly url: string;
  readonly folder: string;
  readonly page: Page;
  /** 0 when the suite's `run()` resolved, 1 when it rejected; rejects when the suite does not come to an end. */
  readonly suiteResult: Promise<number>;
  /** Ends everything; returns the processes that outlived the editor and had to be killed. */
  close(): Promise<readonly MarkedProcess[]>;
}

const defaultTimeoutMilliseconds = 120_000;
const pageMilliseconds = 60_000;
const leaveMilliseconds = 5_000;

/** Starts an editor and shows it in a headless browser; the suite, if one is given, starts by itself. */
export async function startEditor(options: EditorOptions = {}): Promise<Editor> {
  const timeout = options.timeoutMilliseconds ?? defaultTimeoutMilliseconds;
  const { clock = systemClock } = options;
  const deadline = clock.elapsed() + timeout;
  const served = await serveEditor(options);
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
        .then(() => served.close()));
    };
    await page.goto(served.url, { timeout: pageMilliseconds });
    await page.locator('.monaco-workbench').first().waitFor({ timeout: pageMilliseconds });
    await extensionHostStarted(served.folder);
    const suiteResult = options.suite
      ? suite.result(served.failed, { clock, deadline, timeout })
      : Promise.reject(new Error('This editor was started without a suite.'));
    // Tests that only look at the page never ask for it.
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

/** Leaves the page as a user does who closes the tab, so that extensions are deactivated. */
async function leave(page: Page): Promise<void> {
  await page.goto('about:blank', { timeout: leaveMilliseconds });
}

/** Runs a suite in an editor of its own, from start to end; returns 0 or 1 as the suite passed or failed. */
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
