import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Phases } from '../../src/apps/phases.ts';
import { ManualClock } from '../../tools/fixtures/time/manualClock.ts';

function begin(): { phases: Phases; lasting: (milliseconds: number) => () => Promise<void> } {
  const clock = new ManualClock();
  const lasting = (milliseconds: number) => async (): Promise<void> => clock.advance(milliseconds);
  return { phases: new Phases(clock), lasting };
}

test('phases are reported in seconds, in the order of their ends', async () => {
  const { lasting, phases } = begin();
  assert.equal(phases.describe(), '');
  await phases.measure('evaluate', lasting(654));
  await phases.measure('build', lasting(2_400));
  assert.equal(phases.describe(), 'evaluate 0.65 s, build 2.40 s');
});

test('overlapping phases are measured separately', async () => {
  const { lasting, phases } = begin();
  await phases.measure('build', async () => {
    await lasting(1_000)();
    await phases.measure('browser', lasting(500));
    await lasting(1_500)();
  });
  assert.equal(phases.describe(), 'browser 0.50 s, build 3.00 s');
});

test("a phase's result is returned", async () => {
  const { phases } = begin();
  assert.equal(await phases.measure('serve', () => Promise.resolve('listening')), 'listening');
});

test('a failure is passed on, and the time until then counts', async () => {
  const { lasting, phases } = begin();
  const failing = phases.measure('build', async () => {
    await lasting(1_250)();
    throw new Error('does not compile');
  });
  await assert.rejects(failing, /does not compile/);
  assert.equal(phases.describe(), 'build 1.25 s');
});

test('a milestone is measured from the end of the phase before it', async () => {
  const { lasting, phases } = begin();
  await phases.measure('load', lasting(300));
  await lasting(1_700)();
  assert.equal(phases.reached('runtime up', 'load'), true);
  await lasting(200)();
  assert.equal(phases.reached('bound', 'runtime up'), true);
  assert.equal(phases.describe(), 'load 0.30 s, runtime up 1.70 s, bound 0.20 s');
});

test('reaching a milestone again does not count', async () => {
  const { lasting, phases } = begin();
  await phases.measure('load', lasting(300));
  phases.reached('runtime up', 'load');
  await lasting(5_000)();
  assert.equal(phases.reached('runtime up', 'load'), false);
  assert.equal(phases.describe(), 'load 0.30 s, runtime up 0.00 s');
});

test('no milestone is reached before the phase that it follows', () => {
  const { phases } = begin();
  assert.equal(phases.reached('bound', 'runtime up'), false);
  assert.equal(phases.describe(), '');
});

test('the current phase is the running one that determines the duration', async () => {
  const { phases } = begin();
  const seen: (string | undefined)[] = [];
  phases.changed(() => seen.push(phases.current));
  await phases.measure('browser', async () => {
    await phases.measure('build', () => Promise.resolve());
  });
  await phases.measure('load', () => Promise.resolve());
  phases.begin('runtime up');
  phases.reached('runtime up', 'load');
  phases.begin('bound');
  phases.giveUp('bound');
  assert.deepEqual(seen, [
    'browser',
    'build',
    'browser',
    undefined,
    'load',
    undefined,
    'runtime up',
    undefined,
    'bound',
    undefined,
  ]);
  assert.ok(!phases.durations.has('bound'));
});
