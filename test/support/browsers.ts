import { homedir } from 'node:os';
import type { TestContext } from 'node:test';
import { type DebuggableBrowser, startBrowser } from '../../src/browser/program/browserProcess.ts';
import type { BrowserOptions, BrowserPlan } from '../../src/browser/program/browserProgram.ts';
import { findBrowser, isExecutableFile } from '../../src/browser/program/browsers.ts';
import { readDisplayEnvironment } from '../../src/browser/program/displayEnvironment.ts';
import { systemClock } from '../../src/common/clock.ts';
import { listProcesses } from '../../src/processes/tree/processTable.ts';
import { afterTest } from './afterTest.ts';
import { noWatchdog } from './noWatchdog.ts';
import { ownEnvironment } from './programs.ts';
import { RecordingLog } from './recordingLog.ts';

/** A plan for any installed browser, without a window, with a fresh profile unless told otherwise. */
export async function browserPlan(given: Partial<BrowserPlan> = {}): Promise<BrowserPlan> {
  const environment = given.environment ?? { ...ownEnvironment, ...temporaryFolderVariable() };
  const browser = findBrowser(undefined, {
    platform: process.platform,
    environment,
    homeFolder: homedir(),
    exists: isExecutableFile,
  });
  return {
    browser,
    profile: { kind: 'fresh' },
    headless: 'always',
    extraArguments: [],
    environment,
    display: await readDisplayEnvironment(environment, process.platform),
    ...given,
  };
}

/** The options of tests; a warning of a browser would show in the log. */
export function browserOptions(given: Partial<BrowserOptions> = {}): BrowserOptions {
  return {
    clock: systemClock,
    watchdog: noWatchdog,
    log: new RecordingLog(),
    startTimeout: 30_000,
    grace: () => 5_000,
    ...given,
  };
}

/** Starts a browser that is closed after the test. */
export async function openBrowser(
  context: Pick<TestContext, 'after'>,
  given: Partial<BrowserPlan> = {},
): Promise<DebuggableBrowser> {
  const browser = await startBrowser(await browserPlan(given), browserOptions());
  afterTest(context, () => browser.close());
  return browser;
}

/** How many processes of a browser run, which leads its own process group; on POSIX. */
export async function processesOf(pid: number): Promise<number> {
  const { entries: all } = await listProcesses();
  return all.filter(({ group }) => group === pid).length;
}

/** A test may have set it since the environment was copied. */
function temporaryFolderVariable(): Record<string, string> {
  const folder = process.env['TMPDIR'];
  return folder === undefined ? {} : { TMPDIR: folder };
}
