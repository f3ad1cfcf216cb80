import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deferred } from '../../src/common/deferred.ts';
import { HumanError } from '../../src/common/humanError.ts';
import { openRoom } from '../support/sessionRoom.ts';
import { turn } from '../support/waiting.ts';

test('a stopped session has ended when its program has, with its last output and exit code', async (context) => {
  const room = await openRoom(context);
  const name = room.start();
  await turn();
  const run = room.runner.of(name);
  run.events.started(1);
  room.sessions.stop(name);
  assert.equal(room.state(name), 'Stopping');
  await turn();
  assert.equal(run.stops, 1);
  assert.equal(room.state(name), 'Stopping');
  run.write('bye');
  run.events.ended(143);
  assert.equal(room.session(name).status.exitCode, 143);
  assert.deepEqual(room.heard(name), ['processRestarted', 'serviceLogs', 'sessionTerminated']);
});

test('a run is asked to stop once, however often its session is', async (context) => {
  const room = await openRoom(context);
  const name = room.start();
  await turn();
  for (let times = 0; times < 3; times++) {
    room.sessions.stop(name);
    await turn();
  }
  room.sessions.remove(name);
  await turn();
  assert.equal(room.runner.of(name).stops, 1);
});

test('a session that was never started is gone when it is stopped, without a word', async (context) => {
  const room = await openRoom(context);
  const name = room.create();
  room.sessions.stop(name);
  assert.equal(room.sessions.get(name), undefined);
  room.sessions.start(name);
  await turn();
  assert.deepEqual(room.runner.runs, []);
  assert.deepEqual(room.notifications(name), []);
});

test('a start that still waits in the queue never reaches the runner once stopped', async (context) => {
  const room = await openRoom(context, { startWidth: 1 });
  room.start();
  const waiting = room.start();
  await turn();
  room.sessions.stop(waiting);
  assert.deepEqual(room.states(waiting), ['', 'Starting', 'Stopping', 'Stopped']);
  assert.deepEqual(room.heard(waiting), ['sessionTerminated']);
  for (const run of room.runner.runs) run.events.started(1);
  await turn();
  assert.equal(room.runner.runs.length, 1);
});

test('a session stopped in the very turn it was started never reaches the runner', async (context) => {
  const room = await openRoom(context);
  const name = room.start();
  room.sessions.stop(name);
  await turn();
  assert.equal(room.state(name), 'Stopped');
  assert.deepEqual(room.runner.runs, []);
  assert.deepEqual(room.heard(name), ['sessionTerminated']);
});

test('a session can be stopped while it starts, and a late process is reported', async (context) => {
  const room = await openRoom(context);
  const name = room.start();
  await turn();
  room.sessions.stop(name);
  await turn();
  const run = room.runner.of(name);
  assert.equal(run.stops, 1);
  run.events.started(1);
  assert.equal(room.state(name), 'Stopping');
  run.events.ended(143);
  assert.deepEqual(room.states(name), ['', 'Starting', 'Stopping', 'Stopped']);
  assert.deepEqual(room.heard(name), ['processRestarted', 'sessionTerminated']);
});

test('what fails while it is being stopped has stopped', async (context) => {
  const room = await openRoom(context);
  const name = room.start();
  await turn();
  room.sessions.stop(name);
  room.runner.of(name).events.failed(new HumanError('Cancelled', 'The build was cancelled.'));
  assert.equal(room.state(name), 'Stopped');
  assert.deepEqual(room.heard(name), ['sessionTerminated']);
});

test('a program that ended before it could be asked is not asked any more', async (context) => {
  const room = await openRoom(context);
  const name = room.start();
  await turn();
  room.sessions.stop(name);
  room.runner.of(name).events.ended(0);
  await turn();
  assert.equal(room.runner.of(name).stops, 0);
});

test('a run that refuses to be asked is logged, and its place is free for the next', async (context) => {
  const room = await openRoom(context, { stopWidth: 1 });
  room.runner.onStop = () => Promise.reject(new Error('no such adapter'));
  const names = [room.start(), room.start()];
  await turn();
  for (const name of names) room.sessions.stop(name);
  await turn();
  assert.deepEqual(
    room.runner.runs.map(({ stops }) => stops),
    [1, 1],
  );
  assert.equal(room.log.lines.filter((line) => /^error .*no such adapter/.test(line)).length, 2);
});

test('a slow stop frees its slot after two seconds and continues', async (context) => {
  const room = await openRoom(context, { stopWidth: 1 });
  room.runner.onStop = () => deferred().promise;
  const names = [room.start(), room.start()];
  await turn();
  for (const name of names) room.sessions.stop(name);
  await turn();
  const stops = (): readonly number[] => room.runner.runs.map((run) => run.stops);
  room.clock.advance(1_999);
  await turn();
  assert.deepEqual(stops(), [1, 0]);
  room.clock.advance(1);
  await turn();
  assert.deepEqual(stops(), [1, 1]);
  const [hanging = ''] = names;
  room.runner.of(hanging).events.ended(0);
  assert.equal(room.state(hanging), 'Stopped');
});

test('no more runs are asked to stop at a time than the width allows', async (context) => {
  const room = await openRoom(context, { stopWidth: 1 });
  const asked = deferred();
  room.runner.onStop = () => asked.promise;
  const names = [room.start(), room.start()];
  await turn();
  for (const name of names) room.sessions.stop(name);
  await turn();
  assert.deepEqual(
    room.runner.runs.map(({ stops }) => stops),
    [1, 0],
  );
  asked.resolve();
  await turn();
  assert.deepEqual(
    room.runner.runs.map(({ stops }) => stops),
    [1, 1],
  );
});

test('stopping all resolves when the last has ended, and stays within its time if one does not', async (context) => {
  const room = await openRoom(context);
  const idle = room.create();
  const names = [room.start(), room.start()];
  await turn();
  const [first, second] = names.map((name) => room.runner.of(name));
  const all = room.sessions.stopAll(5_000);
  assert.equal(room.sessions.get(idle), undefined);
  first?.events.ended(0);
  await turn();
  assert.equal(await Promise.race([all, turn()]), undefined);
  second?.events.ended(0);
  assert.equal(await all, true);
  room.start();
  await turn();
  const bounded = room.sessions.stopAll(5_000);
  room.clock.advance(4_999);
  assert.equal(await Promise.race([bounded, turn()]), undefined);
  room.clock.advance(1);
  assert.equal(await bounded, false);
});

test('stopping all where nothing runs takes no time', async (context) => {
  const room = await openRoom(context);
  assert.equal(await room.sessions.stopAll(5_000), true);
});
