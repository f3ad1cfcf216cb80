import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import * as z from 'zod/mini';
import { Page } from '../../../src/browser/page/page.ts';
import { startBrowser } from '../../../src/browser/program/browserProcess.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { browserOptions, browserPlan } from '../../fixtures/web/browsers.ts';
import { pollUntil } from '../../fixtures/waiting.ts';
import { counterProfile } from '../support/counterProfile.ts';
import { listening } from '../firstStop/devServer.ts';
import { untilIdle } from '../stops/idle.ts';
import { counterSource, editCounter, shownAt } from './page.ts';

/** How long an edit may take, in milliseconds. */
const patience = 120_000;

/**
 * Edits the counter of a client under `dotnet watch`, without a debugger. Returns how long each edit took to be
 * shown, in milliseconds. Rejects when `dotnet watch` ends by itself.
 */
export async function measureWatched(client: string, edits: number): Promise<readonly number[]> {
  const browser = await startBrowser(await browserPlan(), browserOptions());
  const server = watch(client);
  try {
    const page = await Page.first(browser.pages, systemClock);
    return await Promise.race([server.ended, makeEdits(client, edits, page, server.address)]);
  } finally {
    await browser.close();
    await server.kill();
  }
}

interface WatchedServer {
  readonly address: Promise<string>;
  /** Rejects when `dotnet watch` has ended. */
  readonly ended: Promise<never>;
  kill(): Promise<void>;
}

function watch(client: string): WatchedServer {
  const watching = ['watch', 'run', '--non-interactive', '--launch-profile', counterProfile];
  const server = spawn('dotnet', watching, {
    cwd: client,
    // SIGTERM leaves it running, so its process group is killed.
    detached: true,
    env: { ...process.env, DOTNET_WATCH_SUPPRESS_LAUNCH_BROWSER: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(server, 'exit').then(([code, signal]: unknown[]): never => {
    throw new Error(`dotnet watch ended with ${String(code ?? signal)}.`);
  });
  const address = listening(server);
  // It may end before either is awaited.
  for (const promise of [address, ended]) promise.catch(() => undefined);
  return {
    address,
    ended,
    async kill() {
      if (server.pid !== undefined) killGroup(server.pid);
      await ended.catch(() => undefined);
    },
  };
}

/** Kills the processes of a group, of which none may be left. */
function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function makeEdits(
  client: string,
  edits: number,
  page: Page,
  address: Promise<string>,
): Promise<readonly number[]> {
  await page.navigate(`${await address}counter`);
  const source = counterSource(client);
  const stock = await readFile(source, 'utf8');
  const shown = async (count: number): Promise<number> => {
    let time = 0;
    const ask = () => page.evaluate(shownAt(count), z.number());
    await pollUntil(`edit ${count} is shown`, patience, async () => (time = await ask()) > 0);
    return time;
  };
  await shown(0);
  const times: number[] = [];
  for (let count = 1; count <= edits; count++) {
    await untilIdle();
    const begun = Date.now();
    await writeFile(source, editCounter(stock, count));
    times.push((await shown(count)) - begun);
  }
  return times;
}
