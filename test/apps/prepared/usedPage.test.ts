import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as z from 'zod/mini';
import { readProcessUses } from '../../../src/processes/tree/processUse.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { PageFixture } from '../../browser/page/pageFixture.ts';
import { gibibyte, PagesFixture, project } from './pagesFixture.ts';

const browsers = new PageFixture();

const limit = { timeout: 240_000, skip: process.platform === 'win32' };

test('a page is closed when its browser uses too much', limit, async (context) => {
  const page = await browsers.openPage(context);
  const fixture = new PagesFixture(readProcessUses);
  const { clock, pages } = fixture;
  const roots = [browsers.browser.pid];
  const readTime = async (): Promise<number> => {
    const uses = [...(await readProcessUses(roots)).values()];
    return uses.reduce((sum, { processorTime }) => sum + processorTime, 0);
  };
  const untilClosed = async (): Promise<string | undefined> => {
    await until('the page is closed', () => pages.getState(project)?.kind === 'closed');
    const state = pages.getState(project);
    return state?.kind === 'closed' ? state.excess.of : undefined;
  };
  fixture.pids = roots;
  fixture.limits = { memory: 16 * 1024 ** 2, processorShare: 1_000 };
  await fixture.take();
  pages.prepare(project);
  assert.equal(await untilClosed(), 'memory');

  // 60 milliseconds of a minute.
  fixture.limits = { memory: 1_000 * gibibyte, processorShare: 0.001 };
  pages.discard(project);
  pages.prepare(project);
  await until('its use is known', () => {
    const state = pages.getState(project);
    return state?.kind === 'ready' && state.use !== undefined;
  });
  const before = await readTime();
  // On a busy machine, a second of work may get little processor time.
  const work =
    'setTimeout(() => { for (let n = 0; n < 1e7; n++) globalThis.sine = Math.sin(n); }); true';
  await page.evaluate(work, z.literal(true));
  await until('the page has worked', async () => (await readTime()) > before + 100);
  clock.advance(60_000);
  assert.equal(await untilClosed(), 'processorShare');
  await until('both pages are closed', () => fixture.closed.length === 2);
});
