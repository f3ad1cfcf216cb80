import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import * as z from 'zod/mini';
import { Page } from '../../../src/browser/page/page.ts';
import { startBrowser } from '../../../src/browser/program/browserProcess.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { browserOptions, browserPlan } from '../../fixtures/web/browsers.ts';
import { pollUntil } from '../../fixtures/waiting.ts';
import { counterProfile } from '../counterProfile.ts';
import { listening } from '../firstStop/devServer.ts';
import { untilIdle } from '../stops/idle.ts';
import { counterSource, editCounter, shownAt } from './page.ts';

/** How long an edit may take, in milliseconds. */
const patience = 120_000;

/**
 * Edits the counter of a client under `dotnet watch`, without a debugger. Returns how long each edit took to be
 * shown, in milliseconds.
 */
export async function measureWatched(client: string, edits: number): Promise<readonly number[]> {
  const browser = await startBrowser(await browserPlan(), browserOptions());
  const watching = ['watch', 'run', '--non-interactive', '--launch-profile', counterProfile];
  const server = spawn('dotnet', watching, {
    cwd: client,
    // SIGTERM leaves it running, so its process group is killed.
    detached: true,
    env: { ...process.env, DOTNET_WATCH_SUPPRESS_LAUNCH_BROWSER: '1' },
  });
  const gone = once(server, 'exit');
  try {
    const page = await Page.first(browser.pages, systemClock);
    await page.navigate(`${await listening(server)}counter`);
    const source = counterSource(client);
    const stock = await readFile(source, 'utf8');
    const shown = async (edit: number): Promise<number> => {
      let time = 0;
      const ask = () => page.evaluate(shownAt(edit), z.number());
      await pollUntil(`edit ${edit} is shown`, patience, async () => (time = await ask()) > 0);
      return time;
    };
    await shown(0);
    const times: number[] = [];
    for (let edit = 1; edit <= edits; edit++) {
      await untilIdle();
      const begun = Date.now();
      await writeFile(source, editCounter(stock, edit));
      times.push((await shown(edit)) - begun);
    }
    return times;
  } finally {
    await browser.close();
    const isRunning = server.exitCode === null && server.signalCode === null;
    if (isRunning && server.pid !== undefined) process.kill(-server.pid, 'SIGKILL');
    await gone;
  }
}
