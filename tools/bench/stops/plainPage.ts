import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { startBrowser } from '../../../src/browser/program/browserProcess.ts';
import { Page } from '../../../src/browser/page/page.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { browserOptions, browserPlan } from '../../fixtures/web/browsers.ts';
import { pollUntil } from '../../fixtures/waiting.ts';
import type { ByHandPlan } from '../firstStop/byHand.ts';
import { listening } from '../firstStop/devServer.ts';
import { renderedAt } from './page.ts';

/**
 * How long a page without a debugger takes from its navigation until it is rendered, in
 * milliseconds.
 */
export async function measurePlainPage({ assembly, devServer, project }: ByHandPlan) {
  const server = spawn(
    'dotnet',
    [devServer, '--applicationpath', assembly, '--urls', 'http://127.0.0.1:0'],
    { cwd: join(project, '..'), env: { ...process.env, ASPNETCORE_ENVIRONMENT: 'Development' } },
  );
  const url = await listening(server);
  const browser = await startBrowser(await browserPlan(), browserOptions());
  try {
    const page = await Page.first(browser.pages, systemClock);
    await page.navigate(`${url}counter`);
    const ask = () => page.evaluate(`${renderedAt} ?? 0`, z.number());
    let time = 0;
    await pollUntil('the page is rendered', 60_000, async () => (time = await ask()) > 0);
    return time;
  } finally {
    await browser.close();
    const isGone = once(server, 'exit');
    server.kill('SIGKILL');
    await isGone;
  }
}
