import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import * as z from 'zod/mini';
import { startBrowser } from '../../../src/browser/program/browserProcess.ts';
import { DevToolsConnection } from '../../../src/browser/page/devTools.ts';
import { Page } from '../../../src/browser/page/page.ts';
import { PageTargets } from '../../../src/browser/page/pageTargets.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { browserOptions, browserPlan } from '../../../tools/fixtures/web/browsers.ts';
import { untilValue } from '../../../tools/fixtures/web/pageValue.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { PageFixture, servePage } from './pageFixture.ts';

const limit = { timeout: 240_000 };
const fixture = new PageFixture();

/** Another client of the same page, like a debugger. */
async function attachDebugger(context: TestContext, { targetId }: Page) {
  const connection = await DevToolsConnection.open(fixture.browser.browserUri, systemClock);
  afterTest(context, () => connection.dispose());
  const attached = await connection.send('Target.attachToTarget', { targetId, flatten: true });
  const sessionId = String(Reflect.get(attached as object, 'sessionId'));
  const heard: string[] = [];
  connection.events(({ method }) => heard.push(method));
  const send = (method: string, params?: object): Promise<unknown> =>
    connection.send(method, params, sessionId);
  await send('Debugger.enable');
  return { send, heard };
}

test('a page is loaded, evaluated and reloaded', limit, async (context) => {
  const server = await servePage(context, '<title>Asked</title>');
  const page = await fixture.openPage(context);
  await page.navigate(server.url);
  await untilValue(page, 'document.title', 'Asked');
  const size = z.object({ width: z.number() });
  assert.deepEqual(await page.evaluate('({ width: 6 * 7 })', size), { width: 42 });
  assert.equal(await page.evaluatePromise('Promise.resolve("late")', z.string(), 5_000), 'late');
  assert.equal(await page.evaluate('globalThis.nothing', z.optional(z.string())), undefined);
  const loads = server.requests.filter((path) => path === '/').length;
  await page.evaluate('globalThis.before = true', z.boolean());
  await page.reload();
  await untilValue(page, 'globalThis.before ?? "new"', 'new');
  assert.equal(server.requests.filter((path) => path === '/').length, loads + 1);
});

test('a new page has no history and may close itself', limit, async (context) => {
  const server = await servePage(context, '<title>Opened</title>');
  const page = await fixture.openPage(context);
  // An empty page that is still loading would be replaced without a history entry.
  await untilValue(page, 'document.readyState', 'complete');
  let closes = 0;
  page.closed(() => closes++);
  await page.open(server.url);
  await untilValue(page, 'document.title + history.length', 'Opened1');
  await page.evaluate('window.close()', z.undefined());
  await until('it is closed', () => closes === 1);
});

test('a script that throws or returns an unexpected value rejects', limit, async (context) => {
  const page = await fixture.openPage(context);
  await assert.rejects(page.evaluate('nothing.there', z.string()), {
    code: 'PageScriptFailed',
    message: /nothing is not defined/,
  });
  await assert.rejects(page.evaluatePromise('Promise.reject(new Error("no"))', z.string(), 5_000), {
    code: 'PageScriptFailed',
    message: /no/,
  });
  await assert.rejects(page.evaluate('42', z.string()), { code: 'PageAnswerUnexpected' });
});

test('an unresponsive page times out', limit, async (context) => {
  const page = await fixture.openPage(context);
  await assert.rejects(page.evaluatePromise('new Promise(() => {})', z.string(), 100), {
    code: 'PageNotAnswering',
    message: /within 0\.1 seconds.*breakpoint/,
  });
  assert.equal(await page.evaluate('"but now"', z.string()), 'but now');
});

test('a page at a breakpoint responds, except for promises', limit, async (context) => {
  const page = await fixture.openPage(context);
  const other = await attachDebugger(context, page);
  const standing = other.send('Runtime.evaluate', { expression: 'debugger; 1' });
  await until('it is paused', () => other.heard.includes('Debugger.paused'));
  assert.equal(await page.evaluate('6 * 7', z.number()), 42);
  await assert.rejects(page.evaluatePromise('Promise.resolve(1)', z.number(), 100), {
    code: 'PageNotAnswering',
  });
  await other.send('Debugger.resume');
  await standing;
  assert.equal(await page.evaluatePromise('Promise.resolve(1)', z.number(), 5_000), 1);
});

test("evaluating in a page does not hit the debugger's breakpoints", limit, async (context) => {
  const page = await fixture.openPage(context);
  const other = await attachDebugger(context, page);
  assert.equal(await page.evaluate('(() => { debugger; return 3; })()', z.number()), 3);
  assert.ok(!other.heard.includes('Debugger.paused'));
  const standing = other.send('Runtime.evaluate', { expression: 'debugger' });
  await until('the debugger still has its own', () => other.heard.includes('Debugger.paused'));
  await other.send('Debugger.resume');
  await standing;
});

test('reports a crashed page, which can be reloaded', limit, async (context) => {
  const server = await servePage(context, '<title>Again</title>');
  const page = await fixture.openPage(context);
  const other = await attachDebugger(context, page);
  let crashes = 0;
  page.crashed(() => crashes++);
  const crashing = assert.rejects(other.send('Page.crash'));
  await until('the crash is reported', () => crashes === 1);
  await page.navigate(server.url);
  await crashing;
  await untilValue(page, 'document.title', 'Again');
});

test('reports a closed page once and rejects further calls', limit, async (context) => {
  const page = await fixture.openPage(context);
  let closes = 0;
  page.closed(() => closes++);
  const pending = assert.rejects(
    page.evaluatePromise('new Promise(() => {})', z.string(), 50_000),
    {
      code: 'PageClosed',
    },
  );
  await fixture.browser.pages.connection.send('Target.closeTarget', { targetId: page.targetId });
  await pending;
  await until('the close is reported', () => closes === 1);
  await assert.rejects(page.evaluate('1', z.number()), { code: 'PageClosed' });
});

test('a browser that shows no page is an error', limit, async () => {
  const clock = new ManualClock();
  // These targets are never watched, so they find no page.
  const unseen = new PageTargets(fixture.browser.pages.connection);
  const failing = assert.rejects(Page.first(unseen, clock), { code: 'PageNotFound' });
  clock.advance(10_000);
  await failing;
});

test('a page is closed with its browser', limit, async () => {
  const another = await startBrowser(await browserPlan(), browserOptions());
  const page = await Page.first(another.pages, systemClock);
  let closes = 0;
  page.closed(() => closes++);
  process.kill(another.pid, 'SIGKILL');
  await another.close();
  await until('the close is reported', () => closes === 1);
});
