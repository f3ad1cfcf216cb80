import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HumanError } from '../../src/common/humanError.ts';
import { openRoom, type SessionRoom } from '../support/sessionRoom.ts';
import { textOf } from './scenario.ts';
import { turn } from '../support/waiting.ts';

/** The exit code that a controller hears of. */
function toldCode(room: SessionRoom, name: string): number | undefined {
  const last = room.notifications(name).at(-1);
  assert.equal(last?.notification_type, 'sessionTerminated');
  return last.exit_code;
}

test('a session is nothing but stored until it is started', async (context) => {
  const room = await openRoom(context);
  const name = room.create();
  await turn();
  assert.equal(room.state(name), '');
  assert.deepEqual(room.runner.runs, []);
});

test('a program that starts and ends takes its session through the states, to its exit code', async (context) => {
  const room = await openRoom(context);
  const name = room.start();
  await turn();
  assert.equal(room.state(name), 'Starting');
  const { events } = room.runner.of(name);
  events.started(4711);
  assert.equal(room.state(name), 'Running');
  assert.equal(room.session(name).status.pid, 4711);
  events.ended(3);
  assert.deepEqual(room.states(name), ['', 'Starting', 'Running', 'Stopped']);
  assert.equal(room.session(name).status.exitCode, 3);
  assert.deepEqual(room.heard(name), ['processRestarted', 'sessionTerminated']);
});

test("an exit code that isn't known is left out", async (context) => {
  const room = await openRoom(context);
  const name = room.start();
  await turn();
  room.runner.of(name).events.started(1);
  room.runner.of(name).events.ended(undefined);
  assert.equal(room.state(name), 'Stopped');
  assert.equal('exitCode' in room.session(name).status, false);
});

test('no exit code is reported for a program whose code is unknown', async (context) => {
  const room = await openRoom(context);
  const name = room.start();
  await turn();
  room.runner.of(name).events.started(1);
  room.runner.of(name).events.ended(undefined);
  assert.equal(toldCode(room, name), undefined);
});

test('exit code 1 is reported for a session whose program never ran', async (context) => {
  const room = await openRoom(context);
  const [failed, ended, stopped] = [room.start(), room.start(), room.start()];
  await turn();
  room.runner.of(failed).events.failed(new HumanError('BuildFailed', 'Correct it.'));
  room.runner.of(ended).events.ended(undefined);
  room.sessions.stop(stopped);
  await turn();
  room.runner.of(stopped).events.failed(new HumanError('BuildFailed', 'It was stopped.'));
  assert.equal(room.state(stopped), 'Stopped');
  for (const name of [failed, ended, stopped]) {
    assert.equal(toldCode(room, name), 1);
    assert.equal('exitCode' in room.session(name).status, false);
  }
});

test('exit code 1 is reported for a session that is stopped before its start', async (context) => {
  const room = await openRoom(context, { startWidth: 1 });
  room.start();
  const waiting = room.start();
  await turn();
  room.sessions.stop(waiting);
  assert.equal(toldCode(room, waiting), 1);
});

test('exit code 1 is reported for a session that fails while its program runs', async (context) => {
  const room = await openRoom(context);
  const name = room.start();
  await turn();
  room.runner.of(name).events.started(1);
  room.runner.of(name).events.failed(new HumanError('Lost', 'It was lost.'));
  assert.equal(toldCode(room, name), 1);
});

test('a session is started once, however often it is asked for', async (context) => {
  const room = await openRoom(context);
  const name = room.start();
  room.sessions.start(name);
  await turn();
  room.sessions.start(name);
  room.runner.of(name).events.ended(0);
  room.sessions.start(name);
  await turn();
  assert.equal(room.runner.runs.length, 1);
});

test('a session that has ended is not started again', async (context) => {
  const room = await openRoom(context);
  const name = room.start();
  await turn();
  room.runner.of(name).events.ended(0);
  room.sessions.start(name);
  room.sessions.stop(name);
  await turn();
  assert.equal(room.state(name), 'Stopped');
  assert.equal(room.runner.runs.length, 1);
});

test('a failure has its cause, its message and an error before the termination', async (context) => {
  const room = await openRoom(context);
  const name = room.start();
  await turn();
  room.runner.of(name).events.failed(new HumanError('ProgramNotFound', 'Build it.'));
  const { state, reason, message } = room.session(name).status;
  assert.deepEqual([state, reason, message], ['Failed', 'ProgramNotFound', 'Build it.']);
  assert.deepEqual(room.heard(name), ['serviceLogs', 'sessionMessage', 'sessionTerminated']);
});

test('a program that fails while it runs is reported as started', async (context) => {
  const room = await openRoom(context);
  const name = room.start();
  await turn();
  room.runner.of(name).events.started(1);
  room.runner.of(name).events.failed(new HumanError('Lost', 'It was lost.'));
  assert.deepEqual(room.states(name), ['', 'Starting', 'Running', 'Failed']);
  assert.deepEqual(room.heard(name), [
    'processRestarted',
    'serviceLogs',
    'sessionMessage',
    'sessionTerminated',
  ]);
});

test('the reason of a failure is written to stderr, on a line of its own', async (context) => {
  const room = await openRoom(context);
  const name = room.start();
  await turn();
  const { events } = room.runner.of(name);
  void events.output('stderr', Buffer.from('half a line'));
  events.failed(new HumanError('BuildFailed', 'Correct it:\napp.cs(1,2): wrong\n'));
  const expected = 'half a line\nCorrect it:\napp.cs(1,2): wrong\n';
  assert.equal(textOf(room.notifications(name), 'stderr'), expected);
  assert.equal(textOf(room.notifications(name), 'stdout'), '');
  const stored = room.sessions.holdOutput(name);
  const { length } = Buffer.from(expected);
  const reading = await stored.read('stderr', 0, length);
  assert.deepEqual(reading, { kind: 'bytes', bytes: Buffer.from(expected) });
  stored.dispose();
});

test("a runner that throws fails the session, with the error's own code if it has one", async (context) => {
  const room = await openRoom(context);
  const thrown = [new HumanError('NoDebugger', 'Install one.'), new TypeError('oops')];
  room.runner.onRun = () => {
    throw thrown.shift() ?? new Error('Nothing is left to throw.');
  };
  const [first, second] = [room.start(), room.start()];
  await turn();
  assert.equal(room.session(first).status.reason, 'NoDebugger');
  assert.equal(room.session(second).status.reason, 'RunNotStarted');
  assert.match(
    room.session(second).status.message ?? '',
    /could not be started: oops\. Start it again/,
  );
});

test('a program that lives no longer than the call that starts it was there all the same', async (context) => {
  const room = await openRoom(context);
  room.runner.onRun = (run) => {
    run.events.started(1);
    run.write('short life');
    run.events.ended(0);
  };
  const name = room.start();
  await turn();
  assert.deepEqual(room.states(name), ['', 'Starting', 'Running', 'Stopped']);
  assert.deepEqual(room.heard(name), ['processRestarted', 'serviceLogs', 'sessionTerminated']);
});

test('what comes after the end is dropped', async (context) => {
  const room = await openRoom(context);
  const name = room.start();
  await turn();
  const run = room.runner.of(name);
  run.events.started(1);
  run.events.ended(0);
  const before = [room.session(name), [...room.notifications(name)]];
  run.events.started(2);
  run.write('late\n');
  run.events.message('info', 'late');
  run.events.ended(1);
  run.events.failed(new HumanError('Late', 'late'));
  await turn();
  assert.deepEqual([room.session(name), room.notifications(name)], before);
});

test('messages are passed on in order with the output, empty ones not at all', async (context) => {
  const room = await openRoom(context);
  const name = room.start();
  await turn();
  const run = room.runner.of(name);
  run.events.message('debug', 'building');
  run.events.message('info', '');
  run.events.started(1);
  run.write('up\n');
  run.events.message('info', 'ready');
  assert.deepEqual(room.heard(name), [
    'sessionMessage',
    'processRestarted',
    'serviceLogs',
    'sessionMessage',
  ]);
});

test('operations on unknown sessions have no effect', async (context) => {
  const room = await openRoom(context);
  room.sessions.start('nobody');
  room.sessions.stop('nobody');
  room.sessions.remove('nobody');
  assert.deepEqual(room.changes, []);
  assert.equal(room.sessions.get('nobody'), undefined);
});
