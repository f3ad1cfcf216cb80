import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { PageBreakpoint } from '../../src/blazor/pageDebugger.ts';
import { UnboundWatch } from '../../src/blazor/unboundWatch.ts';
import { deferred } from '../../src/common/deferred.ts';
import { afterTest } from '../support/afterTest.ts';
import { ManualClock } from '../support/manualClock.ts';
import { turn } from '../support/waiting.ts';

const breakpoint = (path: string, verified: boolean): PageBreakpoint => ({
  path,
  line: 7,
  verified,
});
const unbound = breakpoint('/app/Calc.cs', false);

/** A page, as the watch sees it, and what it tells. */
class WatchedPage {
  readonly clock = new ManualClock();
  readonly told: (readonly PageBreakpoint[])[] = [];
  readonly watch: UnboundWatch;
  breakpoints: readonly PageBreakpoint[] = [unbound];
  isRuntimeUp: () => Promise<boolean> = () => Promise.resolve(false);
  /** How often the page was asked. */
  looks = 0;

  constructor(context: TestContext) {
    this.watch = new UnboundWatch({
      clock: this.clock,
      breakpoints: () => this.breakpoints,
      isRuntimeUp: () => {
        this.looks += 1;
        return this.isRuntimeUp();
      },
      unbound: (breakpoints) => this.told.push(breakpoints),
    });
    afterTest(context, () => this.watch.dispose());
  }

  /** Lets time pass, second by second, so that what is asked can be answered. */
  async pass(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second++) {
      this.clock.advance(1_000);
      await turn();
    }
  }
}

test('C# breakpoints that are unbound five seconds after the runtime came up are told', async (context) => {
  const page = new WatchedPage(context);
  page.breakpoints = [
    unbound,
    breakpoint('/app/App.razor', false),
    breakpoint('/app/Program.cs', true),
    breakpoint('/app/wwwroot/main.js', false),
  ];
  page.watch.runtimeUp();
  await page.pass(4);
  assert.deepEqual(page.told, []);
  await page.pass(1);
  assert.deepEqual(page.told, [[unbound, page.breakpoints[1]]]);
});

test('breakpoints that are bound by then are not told', async (context) => {
  const page = new WatchedPage(context);
  page.watch.runtimeUp();
  await page.pass(4);
  page.breakpoints = [{ ...unbound, verified: true }];
  await page.pass(300);
  assert.deepEqual(page.told, []);
});

test('breakpoints in JavaScript are no concern of it', async (context) => {
  const page = new WatchedPage(context);
  page.breakpoints = [breakpoint('/app/wwwroot/main.js', false)];
  page.isRuntimeUp = () => Promise.resolve(true);
  page.watch.runtimeUp();
  await page.pass(300);
  assert.deepEqual(page.told, []);
});

test('it is told once, however often the runtime comes up', async (context) => {
  const page = new WatchedPage(context);
  page.isRuntimeUp = () => Promise.resolve(true);
  page.watch.runtimeUp();
  await page.pass(3);
  page.watch.runtimeUp();
  await page.pass(300);
  assert.equal(page.told.length, 1);
});

test('where the debugger sees no C#, the page itself says that the runtime is up', async (context) => {
  const page = new WatchedPage(context);
  await page.pass(11);
  assert.equal(page.looks, 2);
  page.isRuntimeUp = () => Promise.resolve(true);
  await page.pass(4);
  assert.equal(page.looks, 3);
  assert.deepEqual(page.told, []);
  await page.pass(5);
  assert.deepEqual(page.told, [[unbound]]);
});

test('the page is not asked while no C# breakpoint is unbound', async (context) => {
  const page = new WatchedPage(context);
  page.breakpoints = [];
  page.isRuntimeUp = () => Promise.resolve(true);
  await page.pass(20);
  assert.equal(page.looks, 0);
  page.breakpoints = [unbound];
  await page.pass(10);
  assert.deepEqual(page.told, [[unbound]]);
});

test('a page without a runtime is asked for a minute, and then left alone', async (context) => {
  const page = new WatchedPage(context);
  await page.pass(600);
  assert.equal(page.looks, 12);
  assert.equal(page.clock.pending, 0);
  assert.deepEqual(page.told, []);
});

test('nothing is told after its disposal, not even by an answer that was under way', async (context) => {
  const page = new WatchedPage(context);
  const answer = deferred<boolean>();
  page.isRuntimeUp = () => answer.promise;
  await page.pass(5);
  page.watch.dispose();
  answer.resolve(true);
  await page.pass(300);
  assert.deepEqual(page.told, []);
  assert.equal(page.clock.pending, 0);
});
