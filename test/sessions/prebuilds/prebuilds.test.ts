import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Deferred, deferred } from '../../../src/common/deferred.ts';
import { Prebuilds } from '../../../src/sessions/prebuilds/prebuilds.ts';
import type { Schedule } from '../../../src/sessions/prebuilds/schedule.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';

const limits = {
  total: 4,
  width: 1,
  firstWait: 1_000,
  longestWait: 8_000,
  maxFailures: 3,
  loadInterval: 15_000,
};
const shop = { name: 'shop', count: 1, fingerprint: 'shop' };
const nothing = { dispose() {} };

/** Every day, two hours that begin within the next two. */
function inTwoHours(clock: ManualClock): Schedule {
  const hour = clock.now().getHours();
  const days = new Set([0, 1, 2, 3, 4, 5, 6]);
  return { days, from: ((hour + 2) % 24) * 60, to: ((hour + 4) % 24) * 60 };
}

/** Prebuilds of one preset, whose preparations a test plays. */
class Fixture {
  readonly clock = new ManualClock();
  readonly log = new RecordingLog();
  readonly works: Deferred<typeof nothing>[] = [];
  readonly prebuilds = new Prebuilds({
    limits,
    clock: this.clock,
    log: this.log,
    prepare: () => {
      const work = deferred<typeof nothing>();
      this.works.push(work);
      return work.promise;
    },
    getHold: () => undefined,
  });

  constructor() {
    this.prebuilds.run([shop]);
  }

  get reason() {
    return this.prebuilds.reason('shop');
  }

  /** Lets the present preparation fail. */
  async fail(): Promise<void> {
    const work = this.works.shift();
    assert.ok(work, 'something is prepared');
    work.reject(new Error('It broke.'));
    await turn();
  }

  async pause(): Promise<void> {
    for (let failure = 1; failure <= limits.maxFailures; failure++) {
      await this.fail();
      if (failure < limits.maxFailures) this.clock.advance(limits.longestWait);
    }
    assert.equal(this.reason?.kind, 'paused');
  }
}

test('a preset that is paused is prepared again when it is removed and added again', async () => {
  const fixture = new Fixture();
  await fixture.pause();
  fixture.prebuilds.run([]);
  fixture.prebuilds.run([shop]);
  assert.equal(fixture.reason?.kind, 'preparing');
});

test('a preset that is paused says so outside the hours of its schedule too', async () => {
  const fixture = new Fixture();
  await fixture.pause();
  fixture.prebuilds.run([{ ...shop, schedule: inTwoHours(fixture.clock) }]);
  assert.equal(fixture.reason?.kind, 'paused');
});

test('hours begin by the time of day, also while the machine sleeps', () => {
  const fixture = new Fixture();
  fixture.prebuilds.run([]);
  fixture.prebuilds.run([{ ...shop, schedule: inTwoHours(fixture.clock) }]);
  assert.equal(fixture.reason?.kind, 'outsideHours');
  fixture.clock.jump(2 * 3_600_000);
  fixture.clock.advance(5 * 60_000);
  assert.equal(fixture.reason?.kind, 'preparing');
});

test('a paused preset is told once, with its reason', async () => {
  const fixture = new Fixture();
  await fixture.pause();
  fixture.prebuilds.reconcileAll();
  const warnings = fixture.log.lines.filter((line) => line.includes('shop'));
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] ?? '', /It broke\./);
});

test('preparations that change their own inputs wait longer and longer', () => {
  const fixture = new Fixture();
  const waits: number[] = [];
  for (let round = 0; round < 8; round++) {
    fixture.clock.advance(500);
    fixture.prebuilds.changed('shop');
    const { reason } = fixture;
    assert.ok(reason?.kind === 'changing');
    const wait = reason.until - fixture.clock.elapsed();
    waits.push(wait);
    fixture.clock.advance(wait);
  }
  assert.deepEqual(waits, [1_000, 2_000, 4_000, 8_000, 8_000, 8_000, 8_000, 8_000]);
});

test('preparations that fail after a change of their own inputs wait too', async () => {
  const fixture = new Fixture();
  await fixture.fail();
  fixture.clock.advance(200);
  fixture.prebuilds.changed('shop');
  assert.equal(fixture.reason?.kind, 'changing');
});

test('a file that is corrected after a failure is prepared at once', async () => {
  const fixture = new Fixture();
  await fixture.pause();
  fixture.clock.advance(5_000);
  fixture.prebuilds.changed('shop');
  assert.equal(fixture.reason?.kind, 'preparing');
});
