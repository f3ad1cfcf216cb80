import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holdLoaded } from '../../../src/apps/launchProject.ts';
import { withYieldedPort } from '../../../src/apps/prepared/yieldedPort.ts';
import { projectErrors } from '../../../src/projects/errors.ts';
import { deferred } from '../../../src/common/deferred.ts';
import { LaunchScope } from '../../../src/common/launchScope.ts';
import { untilReleased } from '../../../tools/fixtures/released.ts';
import { turn, until } from '../../../tools/fixtures/waiting.ts';
import { gibibyte, PagesFixture, project } from './pagesFixture.ts';

test('the page of a project is prepared for the launch that is like the last one', async () => {
  const fixture = new PagesFixture();
  fixture.pages.prepare(project);
  await turn();
  assert.deepEqual(fixture.opened, []);
  assert.equal(await fixture.take(), undefined);
  fixture.pages.prepare(project);
  await turn();
  assert.deepEqual(fixture.opened, ['App']);
  assert.notEqual(await fixture.take(), undefined);
  assert.equal(await fixture.take(), undefined);
  assert.deepEqual(fixture.closed, []);
});

test('a launch that differs closes the prepared page', async () => {
  const changes: readonly ((fixture: PagesFixture) => object)[] = [
    () => ({ env: [{ name: 'A', value: '1' }] }),
    () => ({ profile: { kind: 'none' } }),
    () => ({ mode: 'NoDebug', page: undefined }),
    () => ({ isPrebuilt: true }),
    ({ facts }) => {
      facts.canPrepare = false;
      return {};
    },
    ({ facts }) => {
      facts.justMyCode = false;
      return {};
    },
  ];
  for (const change of changes) {
    const fixture = new PagesFixture();
    await fixture.take();
    fixture.pages.prepare(project);
    await turn();
    assert.equal(await fixture.take(change(fixture)), undefined);
    await turn();
    assert.deepEqual(fixture.closed, ['App']);
  }
});

test('no page is prepared for a controller, whose variables differ each time', async () => {
  const fixture = new PagesFixture();
  fixture.facts.requestedBy = 'controller';
  await fixture.take();
  fixture.pages.prepare(project);
  await turn();
  assert.deepEqual(fixture.opened, []);
});

test('a launch that differs waits until the port of the prepared page is free', async () => {
  const fixture = new PagesFixture();
  await fixture.take();
  fixture.pages.prepare(project);
  await turn();
  const free = deferred();
  fixture.free = free.promise;
  let isOver = false;
  const taking = fixture.take({ profile: { kind: 'none' } }).then(() => (isOver = true));
  await until('the page is being closed', () => fixture.closing > 0);
  await turn();
  assert.equal(isOver, false);
  free.resolve();
  await taking;
  assert.deepEqual(fixture.closed, ['App']);
});

test('a launch gives up a page whose runtime does not start', async () => {
  const fixture = new PagesFixture();
  await fixture.take();
  fixture.ready = deferred().promise;
  fixture.pages.prepare(project);
  let isOver = false;
  const taking = fixture.take().finally(() => (isOver = true));
  await until('the launch goes on', () => {
    fixture.clock.advance(1_000);
    return isOver;
  });
  assert.equal(await taking, undefined);
});

test('a launch waits for its page until it is cancelled', async () => {
  const fixture = new PagesFixture();
  await fixture.take();
  const ready = deferred();
  fixture.ready = ready.promise;
  fixture.pages.prepare(project);
  const taking = fixture.take();
  ready.resolve();
  assert.notEqual(await taking, undefined);

  fixture.ready = deferred().promise;
  fixture.pages.prepare(project);
  const cancel = new AbortController();
  const next = fixture.take({}, cancel.signal);
  await turn();
  cancel.abort();
  assert.equal(await next, undefined);
});

test('no page is prepared while memory is short or after the end', async () => {
  const fixture = new PagesFixture();
  await fixture.take();
  fixture.facts.freeMemory = gibibyte;
  fixture.pages.prepare(project);
  await turn();
  fixture.facts.freeMemory = 4 * gibibyte;
  assert.deepEqual(fixture.opened, []);
  fixture.pages.prepare(project);
  await turn();
  await fixture.pages.close();
  assert.deepEqual(fixture.closed, ['App']);
  fixture.pages.prepare(project);
  await turn();
  assert.deepEqual(fixture.opened, ['App']);
});

test('no page is prepared without the relay that keeps its app from starting', async () => {
  const fixture = new PagesFixture();
  await fixture.take();
  fixture.facts.debugRelay = false;
  fixture.pages.prepare(project);
  await turn();
  assert.deepEqual(fixture.opened, []);
});

test('a page that no launch takes is closed after half an hour', async () => {
  const fixture = new PagesFixture();
  await fixture.take();
  fixture.pages.prepare(project);
  await turn();
  fixture.clock.advance(30 * 60_000);
  await turn();
  assert.deepEqual(fixture.closed, ['App']);
});

test('a page is closed when its project is not to be prepared any more', async () => {
  const fixture = new PagesFixture();
  await fixture.take();
  fixture.pages.prepare(project);
  await turn();
  fixture.pages.discard('/src/Other/Other.csproj');
  await turn();
  assert.deepEqual(fixture.closed, []);
  fixture.pages.discard(project);
  await turn();
  assert.deepEqual(fixture.closed, ['App']);
});

test('why a page can not be prepared is logged', async () => {
  const fixture = new PagesFixture();
  await fixture.take();
  fixture.ready = Promise.reject(new Error('the port is taken'));
  fixture.pages.prepare(project);
  await turn();
  assert.match(fixture.log.lines.join('\n'), /No page is prepared: the port is taken/);
  assert.equal(await fixture.take(), undefined);
});

test('what a page uses is looked at once in a minute, until its launch', async () => {
  const fixture = new PagesFixture();
  const { clock, pages, use } = fixture;
  await fixture.take();
  assert.equal(pages.getState(project), undefined);
  pages.prepare(project);
  await turn();
  const { memory } = use;
  assert.deepEqual(pages.getState(project), {
    kind: 'ready',
    use: { memory, processorShare: undefined },
  });
  clock.advance(59_999);
  await turn();
  assert.equal(fixture.looks, 1);
  use.processorTime += 600;
  clock.advance(1);
  await turn();
  assert.deepEqual(pages.getState(project), {
    kind: 'ready',
    use: { memory, processorShare: 0.01 },
  });
  assert.deepEqual(pages.used, { memory, processorTime: 3_600 });
  await fixture.take();
  assert.deepEqual(pages.used, { memory: 0, processorTime: 3_600 });
  clock.advance(60_000);
  await turn();
  assert.equal(fixture.looks, 2);
});

test('what processes have used before is not counted, and nothing is counted twice', async () => {
  const fixture = new PagesFixture();
  const { clock, pages, use } = fixture;
  await fixture.take();
  fixture.usedBefore = 1_000;
  pages.prepare(project);
  await turn();
  assert.equal(pages.used.processorTime, 2_000);
  // A session has the processes, which are then those of another page.
  await fixture.take();
  use.processorTime = 9_000;
  fixture.usedBefore = 9_000;
  pages.prepare(project);
  await turn();
  assert.equal(pages.used.processorTime, 2_000);
  use.processorTime += 500;
  clock.advance(60_000);
  await turn();
  assert.equal(pages.used.processorTime, 2_500);
});

test('a page that uses too much is closed, until its files change or it is debugged', async () => {
  for (const end of ['change', 'debug'] as const) {
    const fixture = new PagesFixture();
    const { clock, closed, opened, pages, use } = fixture;
    await fixture.take();
    pages.prepare(project);
    await turn();
    if (end === 'change') use.memory++;
    else use.processorTime += 15_001;
    clock.advance(60_000);
    await turn();
    const excess =
      end === 'change'
        ? { of: 'memory', used: gibibyte + 1, limit: gibibyte }
        : { of: 'processorShare', used: 15_001 / 60_000, limit: 0.25 };
    assert.deepEqual(pages.getState(project), { kind: 'closed', excess });
    assert.deepEqual(closed, ['App']);
    await fixture.take({ mode: 'NoDebug', page: undefined });
    fixture.facts.requestedBy = 'controller';
    await fixture.take();
    fixture.facts.requestedBy = 'user';
    pages.prepare(project);
    await turn();
    assert.equal(opened.length, 1);
    if (end === 'change') pages.discard(project);
    else await fixture.take();
    use.memory = gibibyte;
    pages.prepare(project);
    await turn();
    assert.equal(opened.length, 2);
    assert.equal(pages.getState(project)?.kind, 'ready');
    await pages.close();
  }
});

test('a launch tells whether it took a page, and closes it at its end', async () => {
  const fixture = new PagesFixture();
  await fixture.take();
  fixture.pages.prepare(project);
  await turn();
  const scope = new LaunchScope();
  const page = await fixture.take();
  const steps: unknown[] = [];
  const hold = (plan: object, taken: unknown) => {
    const loadedPages = { take: () => Promise.resolve(taken) };
    const options = { opening: { loadedPages }, host: { clock: fixture.clock } };
    const explain = (step: unknown): void => void steps.push(step);
    return holdLoaded(plan as never, options as never, scope, { explain });
  };
  assert.equal(await hold({ page: {} }, page), page);
  assert.equal(await hold({ page: {} }, undefined), undefined);
  assert.equal(await hold({}, undefined), undefined);
  assert.deepEqual(steps, [
    { kind: 'page', result: 'taken', milliseconds: 0 },
    { kind: 'page', result: 'missed', milliseconds: 0 },
  ]);
  await scope.release();
  assert.deepEqual(fixture.closed, ['App']);
});

test('a page is prepared again when its user decides on servers, unless a launch has it', async () => {
  const fixture = new PagesFixture();
  const { closed, opened, pages, runsServers } = fixture;
  await fixture.take();
  await pages.serversChanged();
  assert.deepEqual(opened, []);
  fixture.facts.runsServers = true;
  pages.prepare(project);
  await turn();
  fixture.facts.runsServers = false;
  await pages.serversChanged();
  await turn();
  assert.deepEqual([closed.length, runsServers], [1, [true, false]]);
  await fixture.take();
  await pages.serversChanged();
  await turn();
  assert.deepEqual([closed.length, opened.length], [1, 2]);
});

test('a page is released when it is kept no longer', async () => {
  for (const end of ['take', 'early take', 'discard'] as const) {
    const fixture = new PagesFixture();
    await fixture.take();
    fixture.pages.prepare(project);
    if (end !== 'early take') await turn();
    if (end === 'discard') fixture.pages.discard(project);
    else await fixture.take();
    const [page] = fixture.all.splice(0).map((opened) => new WeakRef(opened.page));
    assert.ok(page !== undefined);
    await untilReleased(page);
  }
});

test('a page is prepared again when it would not stop at a new breakpoint', async () => {
  const fixture = new PagesFixture();
  const { closed, clock, opened, pages } = fixture;
  fixture.lines = [1, 2];
  await fixture.take();
  pages.prepare(project);
  await turn();
  const change = async (...lines: readonly number[]): Promise<void> => {
    fixture.lines = lines;
    pages.breakpointsChanged();
    clock.advance(1_000);
    await turn();
  };
  await change(2);
  assert.equal(opened.length, 1);
  await change(2, 3);
  assert.deepEqual([closed.length, opened.length], [1, 2]);
  // Those that are set one after the other are awaited.
  fixture.lines = [4];
  pages.breakpointsChanged();
  clock.advance(999);
  await change(4, 5);
  assert.equal(opened.length, 3);
  assert.notEqual(await fixture.take(), undefined);
  await change(6);
  assert.equal(opened.length, 3);
});

test('no page is prepared again once a launch has begun', async () => {
  const fixture = new PagesFixture();
  const { clock, closed, opened, pages } = fixture;
  await fixture.take();
  pages.prepare(project);
  await turn();
  const free = deferred();
  fixture.free = free.promise;
  fixture.lines = [1];
  pages.breakpointsChanged();
  clock.advance(1_000);
  await turn();
  const taking = fixture.take();
  free.resolve();
  assert.equal(await taking, undefined);
  await until('it is closed', () => closed.length === 1);
  await turn();
  assert.equal(opened.length, 1);
});

test('a launch takes its page though breakpoints have just changed', async () => {
  const fixture = new PagesFixture();
  const { clock, opened, pages } = fixture;
  await fixture.take();
  pages.prepare(project);
  await turn();
  fixture.lines = [1];
  pages.breakpointsChanged();
  const taking = fixture.take();
  clock.advance(1_000);
  assert.notEqual(await taking, undefined);
  await turn();
  assert.equal(opened.length, 1);
});

test('an app is not started ahead once its debugger has stopped at exceptions', async () => {
  const fixture = new PagesFixture();
  await fixture.take();
  for (const stops of [false, true, true, false]) {
    fixture.pages.prepare(project);
    await turn();
    assert.notEqual(await fixture.take(), undefined);
    fixture.stopsAtExceptions(stops);
    fixture.lines = [...fixture.lines, 1];
  }
  assert.deepEqual(fixture.waits, ['after start', 'after start', 'before start', 'before start']);
});

test('a page that no launch has taken is closed when its port is needed', async () => {
  const fixture = new PagesFixture();
  const { closed, pages } = fixture;
  let attempts = 0;
  const taken = projectErrors.PortTaken({ name: 'Api', port: '5000', holder: '' } as never);
  const other = new Error('other');
  let error: Error = taken;
  const acquire = async (): Promise<never> => {
    attempts++;
    if (closed.length > 0) return 'lease' as never;
    throw error;
  };
  const servers = withYieldedPort({ acquire }, pages);
  const start = (): Promise<unknown> => servers.acquire({} as never, '', {} as never);
  await assert.rejects(start(), taken);
  await fixture.take();
  pages.prepare(project);
  await turn();
  error = other;
  await assert.rejects(start(), other);
  assert.equal(attempts, 2);
  error = taken;
  assert.equal(await start(), 'lease');
  assert.deepEqual([attempts, closed.length], [4, 1]);
});
