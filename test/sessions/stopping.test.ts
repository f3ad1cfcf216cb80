import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deferred } from '../../src/common/deferred.ts';
import { HumanError } from '../../src/common/humanError.ts';
import { openFixture } from '../../tools/fixtures/sessions/sessionFixture.ts';
import { turn } from '../../tools/fixtures/waiting.ts';

test('a stopped session ends when its program does, with its last output and exit code', async (context) => {
  const fixture = await openFixture(context);
  const name = fixture.start();
  await turn();
  const run = fixture.runner.of(name);
  run.events.started(1);
  fixture.sessions.stop(name);
  assert.equal(fixture.state(name), 'Stopping');
  await turn();
  assert.equal(run.stops, 1);
  assert.equal(fixture.state(name), 'Stopping');
  run.write('bye');
  run.events.ended(143);
  assert.equal(fixture.session(name).status.exitCode, 143);
  assert.deepEqual(fixture.heard(name), ['processRestarted', 'serviceLogs', 'sessionTerminated']);
});

test('stopping a session repeatedly asks its run to stop once', async (context) => {
  const fixture = await openFixture(context);
  const name = fixture.start();
  await turn();
  for (let times = 0; times < 3; times++) {
    fixture.sessions.stop(name);
    await turn();
  }
  fixture.sessions.remove(name);
  await turn();
  assert.equal(fixture.runner.of(name).stops, 1);
});

test('stopping a session that was never started removes it silently', async (context) => {
  const fixture = await openFixture(context);
  const name = fixture.create();
  fixture.sessions.stop(name);
  assert.equal(fixture.sessions.get(name), undefined);
  fixture.sessions.start(name);
  await turn();
  assert.deepEqual(fixture.runner.runs, []);
  assert.deepEqual(fixture.notifications(name), []);
});

test('a queued session that is stopped never reaches the runner', async (context) => {
  const fixture = await openFixture(context, { startWidth: 1 });
  fixture.start();
  const waiting = fixture.start();
  await turn();
  fixture.sessions.stop(waiting);
  assert.deepEqual(fixture.states(waiting), ['', 'Starting', 'Stopping', 'Stopped']);
  assert.deepEqual(fixture.heard(waiting), ['sessionTerminated']);
  for (const run of fixture.runner.runs) run.events.started(1);
  await turn();
  assert.equal(fixture.runner.runs.length, 1);
});

test('a session that is stopped in the turn in which it was started never reaches the runner', async (context) => {
  const fixture = await openFixture(context);
  const name = fixture.start();
  fixture.sessions.stop(name);
  await turn();
  assert.equal(fixture.state(name), 'Stopped');
  assert.deepEqual(fixture.runner.runs, []);
  assert.deepEqual(fixture.heard(name), ['sessionTerminated']);
});

test('a session can be stopped while it starts, and a late process is reported', async (context) => {
  const fixture = await openFixture(context);
  const name = fixture.start();
  await turn();
  fixture.sessions.stop(name);
  await turn();
  const run = fixture.runner.of(name);
  assert.equal(run.stops, 1);
  run.events.started(1);
  assert.equal(fixture.state(name), 'Stopping');
  run.events.ended(143);
  assert.deepEqual(fixture.states(name), ['', 'Starting', 'Stopping', 'Stopped']);
  assert.deepEqual(fixture.heard(name), ['processRestarted', 'sessionTerminated']);
});

test('a session that fails while it is being stopped counts as stopped', async (context) => {
  const fixture = await openFixture(context);
  const name = fixture.start();
  await turn();
  fixture.sessions.stop(name);
  fixture.runner.of(name).events.failed(new HumanError('Cancelled', 'The build was cancelled.'));
  assert.equal(fixture.state(name), 'Stopped');
  assert.deepEqual(fixture.heard(name), ['sessionTerminated']);
});

test('a program that exited before it could be asked to stop is not asked', async (context) => {
  const fixture = await openFixture(context);
  const name = fixture.start();
  await turn();
  fixture.sessions.stop(name);
  fixture.runner.of(name).events.ended(0);
  await turn();
  assert.equal(fixture.runner.of(name).stops, 0);
});

test('a run whose stop fails is logged, and its slot is free for the next', async (context) => {
  const fixture = await openFixture(context, { stopWidth: 1 });
  fixture.runner.onStop = () => Promise.reject(new Error('no such adapter'));
  const names = [fixture.start(), fixture.start()];
  await turn();
  for (const name of names) fixture.sessions.stop(name);
  await turn();
  assert.deepEqual(
    fixture.runner.runs.map(({ stops }) => stops),
    [1, 1],
  );
  assert.equal(fixture.log.lines.filter((line) => /^error .*no such adapter/.test(line)).length, 2);
});

test('a slow stop frees its slot after two seconds and continues', async (context) => {
  const fixture = await openFixture(context, { stopWidth: 1 });
  fixture.runner.onStop = () => deferred().promise;
  const names = [fixture.start(), fixture.start()];
  await turn();
  for (const name of names) fixture.sessions.stop(name);
  await turn();
  const stops = (): readonly number[] => fixture.runner.runs.map((run) => run.stops);
  fixture.clock.advance(1_999);
  await turn();
  assert.deepEqual(stops(), [1, 0]);
  fixture.clock.advance(1);
  await turn();
  assert.deepEqual(stops(), [1, 1]);
  const [hanging = ''] = names;
  fixture.runner.of(hanging).events.ended(0);
  assert.equal(fixture.state(hanging), 'Stopped');
});

test('the number of runs that are asked to stop at the same time is limited', async (context) => {
  const fixture = await openFixture(context, { stopWidth: 1 });
  const asked = deferred();
  fixture.runner.onStop = () => asked.promise;
  const names = [fixture.start(), fixture.start()];
  await turn();
  for (const name of names) fixture.sessions.stop(name);
  await turn();
  assert.deepEqual(
    fixture.runner.runs.map(({ stops }) => stops),
    [1, 0],
  );
  asked.resolve();
  await turn();
  assert.deepEqual(
    fixture.runner.runs.map(({ stops }) => stops),
    [1, 1],
  );
});

test('stopping all sessions resolves when the last has ended, or at its timeout', async (context) => {
  const fixture = await openFixture(context);
  const idle = fixture.create();
  const names = [fixture.start(), fixture.start()];
  await turn();
  const [first, second] = names.map((name) => fixture.runner.of(name));
  const all = fixture.sessions.stopAll(5_000);
  assert.equal(fixture.sessions.get(idle), undefined);
  first?.events.ended(0);
  await turn();
  assert.equal(await Promise.race([all, turn()]), undefined);
  second?.events.ended(0);
  assert.equal(await all, true);
  fixture.start();
  await turn();
  const bounded = fixture.sessions.stopAll(5_000);
  fixture.clock.advance(4_999);
  assert.equal(await Promise.race([bounded, turn()]), undefined);
  fixture.clock.advance(1);
  assert.equal(await bounded, false);
});

test('stopping all sessions is immediate when none run', async (context) => {
  const fixture = await openFixture(context);
  assert.equal(await fixture.sessions.stopAll(5_000), true);
});
