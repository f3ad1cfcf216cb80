import type { TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { deferred } from '../../src/common/deferred.ts';
import { withFixtures } from './support/fixtureContext.ts';
import { atMost, quantile, type Result, result } from './support/results.ts';
import { openViewedHost } from './sessionViews/host.ts';
import { openViews, readTree, type ViewName } from './sessionViews/views.ts';

const rounds = 60;
const warmUp = 20;
const manySessions = 500;
/** The time that an update of the tree may take, in milliseconds: that of a frame. */
const frame = 16;

/** What was measured with a number of sessions, in milliseconds. */
interface Measured {
  /** Between the first and the last that show a session as running. */
  readonly spreads: readonly number[];
  /** To ask for the row of one session. */
  readonly updates: readonly number[];
  /** To ask for all rows. */
  readonly wholes: readonly number[];
}

/** How far apart a state change reaches the displays of a window and the controller, and how long its tree takes. */
export async function measureSessionViews(): Promise<Result[]> {
  const one = await withFixtures((context) => measure(context, 1));
  const many = await withFixtures((context) => measure(context, manySessions));
  const compare = (what: string, of: keyof Measured, bound?: number): Result[] =>
    [0.5, 0.95].map((share) =>
      result(
        `${what}, ${manySessions} sessions next to one, p${share * 100}`,
        quantile(many[of], share),
        quantile(one[of], share),
        bound === undefined ? undefined : atMost(bound, 'ms'),
      ),
    );
  return [
    ...compare(
      'a session runs: from the first to the last of tree, status bar, details and notification',
      'spreads',
    ),
    ...compare('the tree shows a changed session again', 'updates', frame),
    ...compare('the tree shows all sessions again', 'wholes', frame),
  ];
}

async function measure(context: TestContext, count: number): Promise<Measured> {
  const viewed = await openViewedHost(context);
  for (let index = 1; index < count; index++) (await viewed.begin()).events.started(1);
  const sightings = new Sightings();
  const { sessions } = viewed.host;
  const views = await openViews(context, sessions, (view) => sightings.add(view));
  viewed.controller.observe(({ notification_type }) => {
    if (notification_type === 'processRestarted') sightings.add('notification');
  });
  const spreads: number[] = [];
  const updates: number[] = [];
  const wholes: number[] = [];
  for (let round = 0; round < warmUp + rounds; round++) {
    const run = await viewed.begin();
    views.open(run.session.metadata.name);
    await settle();
    sightings.clear();
    run.events.started(1);
    spreads.push(await sightings.spread());
    const { changed } = views;
    updates.push(await time(() => readTree(views.view, changed)));
    wholes.push(await time(() => readTree(views.view, undefined)));
    run.events.ended(0);
    sessions.remove(run.session.metadata.name);
    await settle();
  }
  return {
    spreads: spreads.slice(warmUp),
    updates: updates.slice(warmUp),
    wholes: wholes.slice(warmUp),
  };
}

/** Waits until the displays have shown earlier changes. */
async function settle(): Promise<void> {
  await pause(20);
}

async function time(action: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await action();
  return performance.now() - begun;
}

/** When each place has shown a change. */
class Sightings {
  readonly #times = new Map<string, number>();
  #complete = deferred();

  /** Only the first time of each place counts. */
  add(place: ViewName | 'notification'): void {
    if (this.#times.has(place)) return;
    this.#times.set(place, performance.now());
    if (this.#times.size === places) this.#complete.resolve();
  }

  clear(): void {
    this.#times.clear();
    this.#complete = deferred();
  }

  /** Resolves to the time between the first and the last place, in milliseconds, when all have shown the change. */
  async spread(): Promise<number> {
    await this.#complete.promise;
    const times = [...this.#times.values()];
    return Math.max(...times) - Math.min(...times);
  }
}

/** Tree, status bar, details and notification. */
const places = 4;
