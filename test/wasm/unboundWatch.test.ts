import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { RunPlace } from '../../src/wasm/runtime/runPlace.ts';
import type { PageBreakpoint } from '../../src/wasm/pageDebugger.ts';
import { UnboundWatch } from '../../src/wasm/unboundWatch.ts';
import { deferred } from '../../src/common/deferred.ts';
import { afterTest } from '../../tools/fixtures/afterTest.ts';
import { ManualClock } from '../../tools/fixtures/time/manualClock.ts';
import { turn } from '../../tools/fixtures/waiting.ts';

const breakpoint = (path: string, verified: boolean): PageBreakpoint => ({
  path,
  line: 7,
  verified,
});
const unbound = breakpoint('/app/Calc.cs', false);
const inPage: RunPlace = { kind: 'page' };
const inFrame: RunPlace = { kind: 'frame', url: 'http://localhost/' };

/** A page as the watch sees it, and the watch's reports. */
class WatchedPage {
  readonly clock = new ManualClock();
  readonly told: (readonly PageBreakpoint[])[] = [];
  /** Where the code ran at each report. */
  readonly places: RunPlace['kind'][] = [];
  readonly watch: UnboundWatch;
  breakpoints: readonly PageBreakpoint[] = [unbound];
  /** The number of reports that code runs in the page, from now on. */
  arrivals = 0;
  place: () => Promise<RunPlace> = () => Promise.resolve({ kind: 'nowhere' });
  /** How often the page was queried. */
  looks = 0;

  constructor(context: TestContext) {
    this.watch = new UnboundWatch({
      clock: this.clock,
      breakpoints: () => this.breakpoints,
      place: () => {
        this.looks += 1;
        return this.place();
      },
      unbound: (breakpoints, { kind }) => {
        this.told.push(breakpoints);
        this.places.push(kind);
      },
      arrived: () => void this.arrivals++,
    });
    afterTest(context, () => this.watch.dispose());
  }

  /** Advances the clock in seconds, so that the page can respond. */
  async pass(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second++) {
      this.clock.advance(1_000);
      await turn();
    }
  }
}

test('reports C# breakpoints that are unbound five seconds after the start of the runtime', async (context) => {
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

test('does not report breakpoints that are bound by then', async (context) => {
  const page = new WatchedPage(context);
  page.watch.runtimeUp();
  await page.pass(4);
  page.breakpoints = [{ ...unbound, verified: true }];
  await page.pass(300);
  assert.deepEqual(page.told, []);
});

test('ignores breakpoints in JavaScript', async (context) => {
  const page = new WatchedPage(context);
  page.breakpoints = [breakpoint('/app/wwwroot/main.js', false)];
  page.place = () => Promise.resolve(inPage);
  page.watch.runtimeUp();
  await page.pass(300);
  assert.deepEqual(page.told, []);
});

test('reports once, even if the runtime starts several times', async (context) => {
  const page = new WatchedPage(context);
  page.place = () => Promise.resolve(inPage);
  page.watch.runtimeUp();
  await page.pass(3);
  page.watch.runtimeUp();
  await page.pass(300);
  assert.equal(page.told.length, 1);
});

test('if the debugger sees no C#, the page itself reports that the runtime is up', async (context) => {
  const page = new WatchedPage(context);
  await page.pass(11);
  assert.equal(page.looks, 2);
  page.place = () => Promise.resolve(inPage);
  await page.pass(4);
  assert.equal(page.looks, 3);
  assert.deepEqual(page.told, []);
  await page.pass(5);
  assert.deepEqual(page.told, [[unbound]]);
});

test('the page is not queried unless a C# breakpoint is unbound', async (context) => {
  const page = new WatchedPage(context);
  page.breakpoints = [];
  page.place = () => Promise.resolve(inPage);
  await page.pass(20);
  assert.equal(page.looks, 0);
  page.breakpoints = [unbound];
  await page.pass(10);
  assert.deepEqual(page.told, [[unbound]]);
});

test('a page that starts its runtime long after its load is watched too', async (context) => {
  const page = new WatchedPage(context);
  await page.pass(3_600);
  assert.deepEqual(page.told, []);
  page.place = () => Promise.resolve(inPage);
  await page.pass(10);
  assert.deepEqual(page.told, [[unbound]]);
});

test('reports breakpoints that are added later separately', async (context) => {
  const page = new WatchedPage(context);
  page.place = () => Promise.resolve(inPage);
  await page.pass(10);
  const added = breakpoint('/app/App.razor', false);
  page.breakpoints = [unbound, added, breakpoint('/app/Program.cs', true)];
  await page.pass(60);
  assert.deepEqual(page.told, [[unbound], [added]]);
});

for (const place of [{ kind: 'server' }, inFrame] as const) {
  test(`bound breakpoints are reported too while the code runs in a ${place.kind}`, async (context) => {
    const page = new WatchedPage(context);
    const bound = { ...unbound, verified: true };
    page.breakpoints = [bound, breakpoint('/app/wwwroot/main.js', true)];
    page.place = () => Promise.resolve(place);
    await page.pass(5);
    assert.deepEqual(page.told, []);
    await page.pass(5);
    assert.deepEqual(page.told, [[bound]]);
  });
}

test('reports unbound breakpoints again when code moves from the server to the page', async (context) => {
  const page = new WatchedPage(context);
  page.breakpoints = [{ ...unbound, verified: true }];
  page.place = () => Promise.resolve({ kind: 'server' });
  await page.pass(60);
  assert.equal(page.arrivals, 0);
  page.place = () => Promise.resolve({ kind: 'nowhere' });
  await page.pass(10);
  assert.equal(page.arrivals, 0);
  page.place = () => Promise.resolve(inPage);
  await page.pass(60);
  assert.equal(page.arrivals, 1);
  assert.equal(page.told.length, 1);
  page.breakpoints = [unbound];
  await page.pass(10);
  assert.deepEqual(page.places, ['server', 'page']);
  assert.equal(page.arrivals, 1);
});

test('checks unbound breakpoints only if code runs in the page', async (context) => {
  const page = new WatchedPage(context);
  page.breakpoints = [{ ...unbound, verified: true }];
  page.place = () => Promise.resolve(inPage);
  await page.pass(60);
  assert.equal(page.looks, 1);
});

test('a page that does not respond is queried again', async (context) => {
  const page = new WatchedPage(context);
  page.place = () => Promise.reject(new Error('It is gone.'));
  await page.pass(20);
  page.place = () => Promise.resolve(inPage);
  await page.pass(10);
  assert.deepEqual(page.told, [[unbound]]);
});

test('reports breakpoints with the location of the code although the debugger sees C#', async (context) => {
  const page = new WatchedPage(context);
  page.place = () => Promise.resolve(inFrame);
  page.watch.runtimeUp();
  await page.pass(300);
  assert.deepEqual(page.told, [[unbound]]);
  assert.deepEqual(page.places, ['frame']);
});

test('queries a busy page before anything is reported', async (context) => {
  const page = new WatchedPage(context);
  page.place = () => Promise.reject(new Error('It is busy.'));
  page.watch.runtimeUp();
  await page.pass(20);
  assert.deepEqual(page.told, []);
  page.place = () => Promise.resolve(inFrame);
  await page.pass(10);
  assert.deepEqual(page.places, ['frame']);
});

test('reports nothing after disposal, not even for a pending response', async (context) => {
  const page = new WatchedPage(context);
  const answer = deferred<RunPlace>();
  page.place = () => answer.promise;
  await page.pass(5);
  page.watch.dispose();
  answer.resolve(inPage);
  await page.pass(300);
  assert.deepEqual(page.told, []);
  assert.equal(page.clock.pending, 0);
});
