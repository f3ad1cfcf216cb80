import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { type PageEvent, PageSession } from '../../../src/browser/view/pageSession.ts';
import { type Clock, systemClock } from '../../../src/common/clock.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { PageFixture } from '../page/pageFixture.ts';
import { collect } from './viewedPage.ts';

const limit = { timeout: 240_000 };
const fixture = new PageFixture();

async function attach(context: TestContext, clock: Clock = systemClock): Promise<PageSession> {
  const page = await fixture.openPage(context);
  const session = await PageSession.attach(fixture.browser.browserUri, page.targetId, clock);
  afterTest(context, () => session.dispose());
  return session;
}

test('calls methods of the page and receives its events only', limit, async (context) => {
  const [session, other] = [await attach(context), await attach(context)];
  const [own, others] = [collect(context, session.events), collect(context, other.events)];
  await session.send('Page.enable');
  await other.send('Page.enable');
  const hasNavigated = (events: readonly PageEvent[]): boolean =>
    events.some(({ method }) => method === 'Page.navigatedWithinDocument');
  await other.send('Page.navigate', { url: 'about:blank#other' });
  await until('the other page has navigated', () => hasNavigated(others));
  // The browser has sent all events of before its answer.
  await session.send('Runtime.evaluate', { expression: '0' });
  assert.ok(!hasNavigated(own));
  await session.send('Page.navigate', { url: 'about:blank#own' });
  await until('the page has navigated', () => hasNavigated(own));
});

test('reports a method that the browser refuses', limit, async (context) => {
  const session = await attach(context);
  await assert.rejects(session.send('Page.noSuchMethod'), { code: 'DevToolsRefused' });
  session.post('Page.noSuchMethod');
});

test('is closed when its page is closed', limit, async (context) => {
  const session = await attach(context);
  session.post('Page.close');
  await session.closed;
  await assert.rejects(session.send('Page.enable'), { code: 'BrowserConnectionClosed' });
});

test('reports a page that does not exist', limit, async () => {
  const attaching = PageSession.attach(fixture.browser.browserUri, 'missing', systemClock);
  await assert.rejects(attaching, { code: 'DevToolsRefused' });
});

test('a page that does not respond is reported after five seconds', limit, async (context) => {
  const clock = new ManualClock();
  const session = await attach(context, clock);
  await session.send('Runtime.enable');
  const expression = 'new Promise(() => {})';
  const evaluating = assert.rejects(
    session.send('Runtime.evaluate', { expression, awaitPromise: true }),
    { code: 'PageNotAnswering' },
  );
  clock.advance(5_000);
  await evaluating;
});
