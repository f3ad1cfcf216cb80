import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Browser } from '../../../src/browser/program/browserProcess.ts';
import type { BrowserPlan } from '../../../src/browser/program/browserProgram.ts';
import { SpareBrowsers } from '../../../src/browser/program/spareBrowsers.ts';
import type { PageTarget } from '../../../src/browser/page/pageTargets.ts';
import { deferred } from '../../../src/common/deferred.ts';
import { Emitter } from '../../../src/common/emitter.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';

const gibibyte = 1024 ** 3;
const pause = 3_000;
const keptFor = 5 * 60_000;
const answerTimeout = 10_000;

const emptyPage = { targetId: '1', type: 'page', title: '', url: 'about:blank' };

class FakeBrowser {
  readonly #crashed = new Emitter<string>();
  readonly #ended = deferred<Awaited<Browser['ended']>>();
  readonly ended = this.#ended.promise;
  isRunning = true;
  shown: readonly PageTarget[] | 'no answer' = [emptyPage];

  readonly pages = {
    list: (): Promise<readonly PageTarget[]> =>
      this.shown === 'no answer' ? new Promise(() => {}) : Promise.resolve(this.shown),
    crashed: this.#crashed.event,
  };

  crash(): void {
    this.#crashed.fire(emptyPage.targetId);
  }

  async close(): Promise<void> {
    this.isRunning = false;
    this.#ended.resolve({ exitCode: 0, reason: 'ended by us' });
  }
}

const plan: BrowserPlan = {
  browser: { kind: 'chromium', executable: '/usr/bin/chromium' },
  profile: { kind: 'fresh' },
  headless: 'always',
  extraArguments: [],
  environment: { HOME: '/home/user' },
  display: { display: 'none', canSandbox: true, sharedMemory: undefined },
};

function createFixture() {
  const clock = new ManualClock();
  const memory = { free: 4 * gibibyte };
  const started: FakeBrowser[] = [];
  const start = async (): Promise<FakeBrowser> => {
    const one = new FakeBrowser();
    started.push(one);
    return one;
  };
  const spares = new SpareBrowsers<FakeBrowser>({ clock, freeMemory: () => memory.free });
  const take = (given: Partial<BrowserPlan> = {}): Promise<FakeBrowser> =>
    spares.take({ ...plan, ...given }, start, new AbortController().signal);
  const giveBack = (browser: FakeBrowser, given: Partial<BrowserPlan> = {}): Promise<void> =>
    spares.giveBack({ ...plan, ...given }, browser, start);
  const running = (): number => started.filter(({ isRunning }) => isRunning).length;
  return { clock, giveBack, memory, running, spares, start, started, take };
}

type Fixture = ReturnType<typeof createFixture>;

/** Ends a session, after which a browser is kept. */
async function keepOne({ clock, giveBack, started, take }: Fixture): Promise<FakeBrowser> {
  await giveBack(await take());
  clock.advance(pause);
  return started[1] ?? assert.fail('no browser was started');
}

test('a session that has ended is followed by a new browser, which the next one takes', async () => {
  const fixture = createFixture();
  const { clock, giveBack, started, take } = fixture;
  const first = await take();
  await giveBack(first);
  assert.equal(first.isRunning, false);
  clock.advance(pause - 1);
  assert.equal(started.length, 1);
  clock.advance(1);
  const next = await take();
  assert.notEqual(next, first);
  assert.deepEqual(started, [first, next]);
  assert.notEqual(await take(), next);
});

test('no browser is started ahead while a session has one, or starts within the pause', async () => {
  const { clock, giveBack, started, take } = createFixture();
  const [one, other] = [await take(), await take()];
  await giveBack(one);
  clock.advance(pause);
  assert.equal(started.length, 2);
  await giveBack(other);
  clock.advance(pause - 1);
  const next = await take();
  clock.advance(keptFor);
  assert.equal(started.length, 3);
  await giveBack(next);
  clock.advance(pause);
  assert.equal(started.length, 4);
});

test('a browser of another plan is not taken, and ends', async () => {
  const others: readonly Partial<BrowserPlan>[] = [
    { browser: { kind: 'chromium', executable: '/opt/chromium' } },
    { extraArguments: ['--lang=de'] },
    { environment: { HOME: '/home/other' } },
    { headless: 'never' },
    { profile: { kind: 'kept', folder: '/home/user/profile' } },
  ];
  for (const other of others) {
    const fixture = createFixture();
    const kept = await keepOne(fixture);
    assert.notEqual(await fixture.take(other), kept);
    await turn();
    assert.equal(kept.isRunning, false);
  }
});

test('neither browsers with windows nor those with a profile of the user are started ahead', async () => {
  const { clock, giveBack, spares, start, started, take } = createFixture();
  const others: readonly Partial<BrowserPlan>[] = [
    { headless: 'never' },
    { headless: 'auto', display: { ...plan.display, display: 'x11' } },
    { profile: { kind: 'kept', folder: '/home/user/profile' } },
  ];
  for (const other of others) {
    await giveBack(await take(other), other);
    clock.advance(pause);
    spares.prepare({ ...plan, ...other }, start);
  }
  assert.equal(started.length, others.length);
});

test('browsers whose arguments give them a profile, a port or pages are not started ahead', async () => {
  const { clock, giveBack, started, take } = createFixture();
  const all = [
    '--user-data-dir=/home/user/profile',
    '-user-data-dir=/home/user/profile',
    '--remote-debugging-port=9222',
    'http://localhost:5000/',
  ];
  for (const argument of all) {
    const given = { extraArguments: ['--lang=de', argument] };
    await giveBack(await take(given), given);
    clock.advance(pause);
  }
  assert.equal(started.length, all.length);
  const given = { extraArguments: ['--lang=de'] };
  await giveBack(await take(given), given);
  clock.advance(pause);
  assert.equal(started.length, all.length + 2);
});

test('an unused browser ends after five minutes', async () => {
  const fixture = createFixture();
  const kept = await keepOne(fixture);
  fixture.clock.advance(keptFor - 1);
  await turn();
  assert.equal(kept.isRunning, true);
  fixture.clock.advance(1);
  await turn();
  assert.equal(kept.isRunning, false);
  assert.equal(fixture.clock.pending, 0);
});

test('no browser is started ahead while memory is short', async () => {
  const { clock, giveBack, memory, running, spares, start, take } = createFixture();
  memory.free = 2 * gibibyte - 1;
  spares.prepare(plan, start);
  await giveBack(await take());
  clock.advance(pause);
  assert.equal(running(), 0);
});

test('a browser that does not respond, or shows anything, is not taken', async () => {
  const shop = { ...emptyPage, url: 'http://localhost:5000/' };
  const all: readonly FakeBrowser['shown'][] = [[shop], [emptyPage, shop], [], 'no answer'];
  for (const shown of all) {
    const fixture = createFixture();
    const kept = await keepOne(fixture);
    kept.shown = shown;
    const taking = fixture.take();
    await turn();
    fixture.clock.advance(answerTimeout);
    assert.notEqual(await taking, kept);
    await turn();
    assert.equal(kept.isRunning, false);
  }
});

test('a browser that has ended is not taken', async () => {
  const fixture = createFixture();
  const kept = await keepOne(fixture);
  await kept.close();
  await turn();
  assert.notEqual(await fixture.take(), kept);
});

test('a browser whose page has crashed is not taken, and ends', async () => {
  const fixture = createFixture();
  const kept = await keepOne(fixture);
  await turn();
  kept.crash();
  await turn();
  assert.equal(kept.isRunning, false);
  assert.notEqual(await fixture.take(), kept);
});

test('a session does not wait for the end of a browser that does not respond, but closing does', async () => {
  const fixture = createFixture();
  const kept = await keepOne(fixture);
  const ended = deferred();
  kept.shown = 'no answer';
  kept.close = () => ended.promise;
  const taking = fixture.take();
  await turn();
  fixture.clock.advance(answerTimeout);
  assert.equal((await taking).isRunning, true);
  let isClosed = false;
  const closing = fixture.spares.close().then(() => (isClosed = true));
  await turn();
  assert.equal(isClosed, false);
  ended.resolve();
  await closing;
});

test('a browser is prepared once, unless a session has one', async () => {
  const { running, spares, start, started, take } = createFixture();
  spares.prepare(plan, start);
  spares.prepare(plan, start);
  assert.equal(started.length, 1);
  assert.equal(await take(), started[0]);
  spares.prepare(plan, start);
  assert.equal(running(), 1);
});

test('a session reports why no browser can be started, not the preparation', async () => {
  const { spares, start, take } = createFixture();
  const fail = (): Promise<never> => Promise.reject(new Error('not started'));
  spares.prepare(plan, fail);
  await assert.rejects(spares.take(plan, fail, new AbortController().signal), /not started/);
  spares.prepare(plan, start);
  assert.equal((await take()).isRunning, true);
});

test('discarding ends the kept browser, and a session can have another', async () => {
  const fixture = createFixture();
  const kept = await keepOne(fixture);
  fixture.spares.discard();
  await turn();
  assert.equal(kept.isRunning, false);
  assert.equal((await fixture.take()).isRunning, true);
});

test('after a change of settings, no browser of the former ones is started', async () => {
  const { clock, giveBack, running, spares, take } = createFixture();
  // In the pause after a session.
  await giveBack(await take());
  spares.discard();
  clock.advance(pause);
  assert.equal(running(), 0);
  // During a session, and during its start.
  const taking = take();
  spares.discard();
  const [one, other] = [await taking, await take()];
  await giveBack(other);
  spares.discard();
  await giveBack(one);
  clock.advance(pause);
  assert.equal(running(), 0);
  await giveBack(await take());
  clock.advance(pause);
  assert.equal(running(), 1);
});

test('after closing, no browser is kept or started ahead', async () => {
  const fixture = createFixture();
  const { clock, giveBack, running, spares, start, take } = fixture;
  await keepOne(fixture);
  await spares.close();
  assert.equal(running(), 0);
  spares.prepare(plan, start);
  await giveBack(await take());
  assert.equal(clock.pending, 0);
  assert.equal(running(), 0);
});

test('closing in the pause after a session starts no browser', async () => {
  const { clock, giveBack, running, spares, take } = createFixture();
  await giveBack(await take());
  await spares.close();
  clock.advance(pause);
  assert.equal(running(), 0);
});
