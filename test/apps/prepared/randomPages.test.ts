import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PreparedPage } from '../../../src/apps/prepared/preparedPage.ts';
import { type Deferred, deferred } from '../../../src/common/deferred.ts';
import { fc } from '../../../tools/fixtures/property.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';
import { gibibyte, PagesFixture, project } from './pagesFixture.ts';

const look = 60_000;

const action = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      ...(['prepare', 'prepare', 'arrive', 'arrive', 'fail', 'change', 'crash'] as const),
    ),
  },
  { weight: 3, arbitrary: fc.constantFrom('debug' as const, 'run', 'set a breakpoint') },
  { weight: 1, arbitrary: fc.constantFrom('yield the port' as const, 'end launches') },
  {
    weight: 3,
    arbitrary: fc.record({ advance: fc.constantFrom(1, 999, 30_000, look, 31 * look) }),
  },
  { weight: 1, arbitrary: fc.record({ jump: fc.constantFrom(-60_000, 3_600_000) }) },
  // The limits are 1 GiB, and a quarter of a core.
  { weight: 2, arbitrary: fc.record({ memory: fc.constantFrom(0.5, 1, 1.5) }) },
  { weight: 2, arbitrary: fc.record({ processorTime: fc.constantFrom(100, 14_000, 40_000) }) },
);

type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

/** Plays actions on prepared pages, whose starts end when the test says so. */
class Play {
  readonly #fixture = new PagesFixture();
  readonly #starts: Deferred<void>[] = [];
  readonly #taken = new Set<PreparedPage>();
  readonly #takings = new Set<Promise<void>>();
  readonly seen = new Set<string | undefined>();

  /** The client was debugged before. */
  async begin(): Promise<void> {
    this.#play('debug');
    await this.#settle();
  }

  async play(next: Action): Promise<void> {
    const { opened, pages, use } = this.#fixture;
    const before = { state: pages.getState(project)?.kind, opened: opened.length };
    this.#play(next);
    await this.#settle();
    if (next === 'prepare' && before.state === 'closed') {
      assert.equal(opened.length, before.opened, 'it is not prepared again at once');
    }
    if (typeof next === 'object' && 'advance' in next && next.advance >= look) {
      const isReady = pages.getState(project)?.kind === 'ready';
      assert.ok(!isReady || use.memory <= gibibyte, 'what uses too much is closed');
    }
    this.seen.add(pages.getState(project)?.kind);
    this.#check();
  }

  /** Closes everything. */
  async end(): Promise<void> {
    const { all, clock, pages } = this.#fixture;
    await pages.close();
    for (const start of this.#starts) start.resolve();
    await Promise.all(this.#takings);
    await this.#settle();
    this.#endLaunches();
    await turn();
    this.#check();
    assert.ok(
      all.every(({ closings }) => closings === 1),
      'each page is closed once',
    );
    assert.equal(clock.pending, 0, 'no timer is left');
    assert.equal(pages.used.memory, 0);
  }

  #play(next: Action): void {
    const { all, clock, pages, use } = this.#fixture;
    if (typeof next === 'object') {
      if ('advance' in next) clock.advance(next.advance);
      if ('jump' in next) clock.jump(next.jump);
      if ('memory' in next) use.memory = next.memory * gibibyte;
      if ('processorTime' in next) use.processorTime += next.processorTime;
      return;
    }
    switch (next) {
      case 'prepare':
        this.#expectStart();
        return pages.prepare(project);
      case 'arrive':
        return this.#starts.shift()?.resolve();
      case 'fail':
        return this.#starts.shift()?.reject(new Error('It broke.'));
      case 'change':
        return pages.discard(project);
      case 'crash':
        return all.find(({ closings }) => closings === 0)?.crash();
      case 'debug':
        return this.#take({});
      case 'run':
        return this.#take({ mode: 'NoDebug', page: undefined });
      case 'set a breakpoint':
        this.#expectStart();
        this.#fixture.lines = [...this.#fixture.lines, this.#fixture.lines.length];
        return pages.breakpointsChanged();
      case 'yield the port':
        return void pages.yieldPort();
      case 'end launches':
        return this.#endLaunches();
    }
  }

  #expectStart(): void {
    const start = deferred();
    start.promise.catch(() => undefined);
    this.#starts.push(start);
    this.#fixture.ready = start.promise;
  }

  #take(plan: object): void {
    const taking = this.#fixture.take(plan).then((page) => {
      if (page === undefined) return;
      assert.equal(this.#taken.has(page), false, 'it is handed out once');
      this.#taken.add(page);
    });
    this.#takings.add(taking);
    void taking.then(() => this.#takings.delete(taking));
  }

  #endLaunches(): void {
    for (const page of this.#taken) void page.close();
    this.#taken.clear();
  }

  /** A launch reads files, so that some may still be waiting for their page. */
  async #settle(): Promise<void> {
    for (let times = 0; times < 3; times++) await turn();
  }

  #check(): void {
    const present = this.#fixture.all.filter(({ closings }) => closings === 0);
    const kept = present.filter(({ page }) => !this.#taken.has(page));
    assert.ok(kept.length <= 1, 'one page is kept at most');
    const closed = this.#fixture.all.filter(({ closings }) => closings > 0);
    assert.ok(!closed.some(({ page }) => this.#taken.has(page)), 'a launch keeps its page');
  }
}

test('for any order of events, one page is kept at most, within its limits, and each is closed once', async () => {
  const seen = new Set<string | undefined>();
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 25, size: 'max' }), async (all) => {
      const play = new Play();
      await play.begin();
      for (const next of all) await play.play(next);
      await play.end();
      for (const kind of play.seen) seen.add(kind);
    }),
    { numRuns: 1_000 },
  );
  assert.deepEqual(seen, new Set([undefined, 'ready', 'closed']));
});
