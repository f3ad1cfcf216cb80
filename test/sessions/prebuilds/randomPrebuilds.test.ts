import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Prebuilds } from '../../../src/sessions/prebuilds/prebuilds.ts';
import type {
  PrebuildHold,
  PrebuildLimits,
  Preset,
} from '../../../src/sessions/prebuilds/preset.ts';
import { fc } from '../../../tools/fixtures/property.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';

const which = fc.nat({ max: 3 });

const action = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('succeed' as const, 'claim'), which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('fail' as const, 'change'), which }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('advance' as const, 'jump'),
      milliseconds: fc.constantFrom(1, 999, 1_000, 8_000, 60_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('hold' as const),
      hold: fc.constantFrom(undefined, 'inUse' as const, 'building' as const, 'loaded' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('crash' as const, 'stop', 'run') }) },
);

type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

const limits: fc.Arbitrary<PrebuildLimits> = fc.record({
  total: fc.integer({ min: 0, max: 4 }),
  width: fc.integer({ min: 1, max: 2 }),
  firstWait: fc.constant(1_000),
  longestWait: fc.constant(8_000),
  maxFailures: fc.integer({ min: 1, max: 4 }),
  loadInterval: fc.constant(15_000),
});

const counts = fc.array(fc.nat({ max: 2 }), { minLength: 1, maxLength: 3 });

/** Something prepared, and what became of it. */
class Work {
  readonly preset: Preset;
  /** The version of the preset's inputs that it was begun with. */
  readonly version: number;
  claims = 0;
  releases = 0;
  isAborted = false;
  state: 'preparing' | 'ready' | 'failed' = 'preparing';
  readonly done: Promise<Work>;
  succeed = (): void => {};
  fail = (): void => {};

  constructor(preset: Preset, version: number, signal: AbortSignal) {
    this.preset = preset;
    this.version = version;
    signal.addEventListener('abort', () => (this.isAborted = true));
    this.done = new Promise((resolve, reject) => {
      this.succeed = () => resolve(this);
      this.fail = () => reject(new Error('It broke.'));
    });
  }

  dispose(): void {
    this.releases++;
  }
}

/** Plays actions on prebuilds whose preparations end when the test says so. */
class Play {
  readonly clock = new ManualClock();
  readonly works: Work[] = [];
  readonly #limits: PrebuildLimits;
  readonly #presets: readonly Preset[];
  readonly #versions = new Map<string, number>();
  #prebuilds: Prebuilds<Work>;
  #hold: PrebuildHold | undefined;

  constructor(chosen: PrebuildLimits, sizes: readonly number[]) {
    this.#limits = chosen;
    this.#presets = sizes.map((count, index) => ({
      name: `preset ${index}`,
      count,
      fingerprint: `print ${index}`,
    }));
    this.#prebuilds = this.#create();
    this.#prebuilds.run(this.#presets);
  }

  get reasons(): readonly unknown[] {
    return this.#presets.map(({ name }) => this.#prebuilds.reason(name)?.kind);
  }

  async play(next: Action): Promise<void> {
    if ('milliseconds' in next) this.clock[next.do](next.milliseconds);
    else if ('hold' in next) this.#keepFrom(next.hold);
    else if ('which' in next) this.#playOn(next.do, next.which);
    else this.#playOnAll(next.do);
    await settle();
    this.#check();
  }

  /** Stops, and lets every preparation end. */
  async end(): Promise<void> {
    this.#prebuilds.stop('The test ends.');
    for (const work of this.works) this.#finish(work, 'ready');
    await settle();
    this.#check();
    assert.equal(this.clock.pending, 0, 'no timer is left');
    for (const { claims, releases, state } of this.works) {
      assert.equal(
        claims + releases,
        state === 'failed' ? 0 : 1,
        'all is claimed or released, once',
      );
    }
  }

  #create(): Prebuilds<Work> {
    return new Prebuilds<Work>({
      limits: this.#limits,
      clock: this.clock,
      log: new RecordingLog(),
      prepare: (preset, signal) => {
        const work = new Work(preset, this.#versions.get(preset.name) ?? 0, signal);
        this.works.push(work);
        return work.done;
      },
      getHold: () => this.#hold,
    });
  }

  /** The load of the machine isn't reported. */
  #keepFrom(hold: PrebuildHold | undefined): void {
    const isReported = hold !== 'loaded' && this.#hold !== 'loaded';
    this.#hold = hold;
    if (isReported) this.#prebuilds.reconcileAll();
  }

  #playOn(what: 'succeed' | 'fail' | 'claim' | 'change', index: number): void {
    const preset = this.#presets[index % this.#presets.length];
    if (preset === undefined) return;
    const running = this.works.filter(({ state }) => state === 'preparing');
    const work = running[index % Math.max(1, running.length)];
    if (what === 'succeed' && work !== undefined) this.#finish(work, 'ready');
    if (what === 'fail' && work !== undefined) this.#finish(work, 'failed');
    if (what === 'change') {
      this.#versions.set(preset.name, (this.#versions.get(preset.name) ?? 0) + 1);
      this.#prebuilds.changed(preset.name);
    }
    if (what === 'claim') this.#claim(preset);
  }

  #finish(work: Work, state: 'ready' | 'failed'): void {
    if (work.state !== 'preparing') return;
    work.state = state;
    if (state === 'ready') work.succeed();
    else work.fail();
  }

  /** Two claimers ask at once. */
  #claim({ fingerprint, name }: Preset): void {
    const claimed = [this.#prebuilds.claim(fingerprint), this.#prebuilds.claim(fingerprint)];
    for (const work of claimed) {
      if (work === undefined) continue;
      work.claims++;
      assert.equal(work.preset.fingerprint, fingerprint, 'what it was prepared with is equal');
      assert.equal(work.version, this.#versions.get(name) ?? 0, 'of the present inputs');
      assert.equal(work.releases, 0, 'nothing that was released is handed out');
    }
    assert.equal(this.#prebuilds.claim('another print'), undefined);
  }

  #playOnAll(what: 'crash' | 'stop' | 'run'): void {
    this.#prebuilds.stop(what);
    if (what === 'stop') return;
    if (what === 'crash') this.#prebuilds = this.#create();
    this.#prebuilds.run(this.#presets);
  }

  #check(): void {
    const held = this.works.filter(
      ({ claims, isAborted, releases, state }) =>
        claims + releases === 0 && !isAborted && state !== 'failed',
    );
    assert.ok(held.length <= this.#limits.total, 'within the limit over all');
    const preparing = held.filter(({ state }) => state === 'preparing');
    assert.ok(preparing.length <= this.#limits.width, 'within the width');
    const isInTheWay = this.reasons.some((kind) => kind === 'inUse' || kind === 'building');
    if (isInTheWay) assert.equal(preparing.length, 0, 'nothing is prepared in the way');
    for (const { count, name } of this.#presets) {
      const own = held.filter(({ preset }) => preset.name === name);
      assert.ok(own.length <= count, 'within the count of the preset');
      const version = this.#versions.get(name) ?? 0;
      assert.ok(
        own.every((work) => work.version === version),
        'nothing outlives its inputs',
      );
      if (this.#prebuilds.reason(name)?.kind === 'complete') assert.equal(own.length, count);
    }
    assert.ok(
      this.works.every(({ claims, releases }) => claims + releases <= 1),
      'one claimer',
    );
  }
}

/** Lets the ends of preparations be noticed. */
async function settle(): Promise<void> {
  for (let times = 0; times < 4; times++) await Promise.resolve();
}

test('for any order of events, each prepared session is claimed or released once, within its bounds', async () => {
  const actions = fc.array(action, { maxLength: 25, size: 'max' });
  const seen = new Set<unknown>();
  await fc.assert(
    fc.asyncProperty(limits, counts, actions, async (chosen, sizes, all) => {
      const play = new Play(chosen, sizes);
      for (const next of all) {
        await play.play(next);
        for (const reason of play.reasons) seen.add(reason);
      }
      await play.end();
    }),
    { numRuns: 10_000 },
  );
  const waits = ['backoff', 'changing', 'paused', 'inUse', 'building', 'loaded'];
  for (const kind of ['complete', 'preparing', 'limit', ...waits]) {
    assert.ok(seen.has(kind), `the reason ${kind} was seen`);
  }
});
