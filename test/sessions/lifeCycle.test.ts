import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HumanError } from '../../src/common/humanError.ts';
import { openFixture, type SessionFixture } from '../../tools/fixtures/sessions/sessionFixture.ts';
import { textOf } from './scenario.ts';
import { turn } from '../../tools/fixtures/waiting.ts';

/** The exit code that is reported to a controller. */
function toldCode(fixture: SessionFixture, name: string): number | undefined {
  const last = fixture.notifications(name).at(-1);
  assert.equal(last?.notification_type, 'sessionTerminated');
  return last.exit_code;
}

test('a session is only stored until it is started', async (context) => {
  const fixture = await openFixture(context);
  const name = fixture.create();
  await turn();
  assert.equal(fixture.state(name), '');
  assert.deepEqual(fixture.runner.runs, []);
});

test('a program that starts and exits takes its session through the states, to its exit code', async (context) => {
  const fixture = await openFixture(context);
  const name = fixture.start();
  await turn();
  assert.equal(fixture.state(name), 'Starting');
  const { events } = fixture.runner.of(name);
  events.started(4711);
  assert.equal(fixture.state(name), 'Running');
  assert.equal(fixture.session(name).status.pid, 4711);
  events.ended(3);
  assert.deepEqual(fixture.states(name), ['', 'Starting', 'Running', 'Stopped']);
  assert.equal(fixture.session(name).status.exitCode, 3);
  assert.deepEqual(fixture.heard(name), ['processRestarted', 'sessionTerminated']);
});

test('an unknown exit code is omitted', async (context) => {
  const fixture = await openFixture(context);
  const name = fixture.start();
  await turn();
  fixture.runner.of(name).events.started(1);
  fixture.runner.of(name).events.ended(undefined);
  assert.equal(fixture.state(name), 'Stopped');
  assert.equal('exitCode' in fixture.session(name).status, false);
});

test('no exit code is reported for a program whose code is unknown', async (context) => {
  const fixture = await openFixture(context);
  const name = fixture.start();
  await turn();
  fixture.runner.of(name).events.started(1);
  fixture.runner.of(name).events.ended(undefined);
  assert.equal(toldCode(fixture, name), undefined);
});

test('exit code 1 is reported for a session whose program never ran', async (context) => {
  const fixture = await openFixture(context);
  const [failed, ended, stopped] = [fixture.start(), fixture.start(), fixture.start()];
  await turn();
  fixture.runner.of(failed).events.failed(new HumanError('BuildFailed', 'Correct it.'));
  fixture.runner.of(ended).events.ended(undefined);
  fixture.sessions.stop(stopped);
  await turn();
  fixture.runner.of(stopped).events.failed(new HumanError('BuildFailed', 'It was stopped.'));
  assert.equal(fixture.state(stopped), 'Stopped');
  for (const name of [failed, ended, stopped]) {
    assert.equal(toldCode(fixture, name), 1);
    assert.equal('exitCode' in fixture.session(name).status, false);
  }
});

test('exit code 1 is reported for a session that is stopped before its start', async (context) => {
  const fixture = await openFixture(context, { startWidth: 1 });
  fixture.start();
  const waiting = fixture.start();
  await turn();
  fixture.sessions.stop(waiting);
  assert.equal(toldCode(fixture, waiting), 1);
});

test('exit code 1 is reported for a session that fails while its program runs', async (context) => {
  const fixture = await openFixture(context);
  const name = fixture.start();
  await turn();
  fixture.runner.of(name).events.started(1);
  fixture.runner.of(name).events.failed(new HumanError('Lost', 'It was lost.'));
  assert.equal(toldCode(fixture, name), 1);
});

test('a session is started only once', async (context) => {
  const fixture = await openFixture(context);
  const name = fixture.start();
  fixture.sessions.start(name);
  await turn();
  fixture.sessions.start(name);
  fixture.runner.of(name).events.ended(0);
  fixture.sessions.start(name);
  await turn();
  assert.equal(fixture.runner.runs.length, 1);
});

test('an ended session is not started again', async (context) => {
  const fixture = await openFixture(context);
  const name = fixture.start();
  await turn();
  fixture.runner.of(name).events.ended(0);
  fixture.sessions.start(name);
  fixture.sessions.stop(name);
  await turn();
  assert.equal(fixture.state(name), 'Stopped');
  assert.equal(fixture.runner.runs.length, 1);
});

test('the cause, message and error of a failure precede the termination', async (context) => {
  const fixture = await openFixture(context);
  const name = fixture.start();
  await turn();
  fixture.runner.of(name).events.failed(new HumanError('ProgramNotFound', 'Build it.'));
  const { state, reason, message } = fixture.session(name).status;
  assert.deepEqual([state, reason, message], ['Failed', 'ProgramNotFound', 'Build it.']);
  assert.deepEqual(fixture.heard(name), ['serviceLogs', 'sessionMessage', 'sessionTerminated']);
});

test('a program that fails while it runs is reported as started', async (context) => {
  const fixture = await openFixture(context);
  const name = fixture.start();
  await turn();
  fixture.runner.of(name).events.started(1);
  fixture.runner.of(name).events.failed(new HumanError('Lost', 'It was lost.'));
  assert.deepEqual(fixture.states(name), ['', 'Starting', 'Running', 'Failed']);
  assert.deepEqual(fixture.heard(name), [
    'processRestarted',
    'serviceLogs',
    'sessionMessage',
    'sessionTerminated',
  ]);
});

test('the reason of a failure is written to stderr on a line of its own', async (context) => {
  const fixture = await openFixture(context);
  const name = fixture.start();
  await turn();
  const { events } = fixture.runner.of(name);
  void events.output('stderr', Buffer.from('half a line'));
  events.failed(new HumanError('BuildFailed', 'Correct it:\napp.cs(1,2): wrong\n'));
  const expected = 'half a line\nCorrect it:\napp.cs(1,2): wrong\n';
  assert.equal(textOf(fixture.notifications(name), 'stderr'), expected);
  assert.equal(textOf(fixture.notifications(name), 'stdout'), '');
  const stored = fixture.sessions.holdOutput(name);
  const { length } = Buffer.from(expected);
  const reading = await stored.read('stderr', 0, length);
  assert.deepEqual(reading, { kind: 'bytes', bytes: Buffer.from(expected) });
  stored.dispose();
});

test("a runner that throws fails the session, with the error's own code if it has one", async (context) => {
  const fixture = await openFixture(context);
  const thrown = [new HumanError('NoDebugger', 'Install one.'), new TypeError('oops')];
  fixture.runner.onRun = () => {
    throw thrown.shift() ?? new Error('Nothing is left to throw.');
  };
  const [first, second] = [fixture.start(), fixture.start()];
  await turn();
  assert.equal(fixture.session(first).status.reason, 'NoDebugger');
  assert.equal(fixture.session(second).status.reason, 'RunNotStarted');
  assert.match(
    fixture.session(second).status.message ?? '',
    /could not be started: oops\. Start it again/,
  );
});

test('a program that exits during the call that starts it is reported as started', async (context) => {
  const fixture = await openFixture(context);
  fixture.runner.onRun = (run) => {
    run.events.started(1);
    run.write('short life');
    run.events.ended(0);
  };
  const name = fixture.start();
  await turn();
  assert.deepEqual(fixture.states(name), ['', 'Starting', 'Running', 'Stopped']);
  assert.deepEqual(fixture.heard(name), ['processRestarted', 'serviceLogs', 'sessionTerminated']);
});

test('events after the end are ignored', async (context) => {
  const fixture = await openFixture(context);
  const name = fixture.start();
  await turn();
  const run = fixture.runner.of(name);
  run.events.started(1);
  run.events.ended(0);
  const before = [fixture.session(name), [...fixture.notifications(name)]];
  run.events.started(2);
  run.write('late\n');
  run.events.message('info', 'late');
  run.events.ended(1);
  run.events.failed(new HumanError('Late', 'late'));
  await turn();
  assert.deepEqual([fixture.session(name), fixture.notifications(name)], before);
});

test('messages are delivered in order with the output, except for empty ones', async (context) => {
  const fixture = await openFixture(context);
  const name = fixture.start();
  await turn();
  const run = fixture.runner.of(name);
  run.events.message('debug', 'building');
  run.events.message('info', '');
  run.events.started(1);
  run.write('up\n');
  run.events.message('info', 'ready');
  assert.deepEqual(fixture.heard(name), [
    'sessionMessage',
    'processRestarted',
    'serviceLogs',
    'sessionMessage',
  ]);
});

test('operations on unknown sessions have no effect', async (context) => {
  const fixture = await openFixture(context);
  fixture.sessions.start('nobody');
  fixture.sessions.stop('nobody');
  fixture.sessions.remove('nobody');
  assert.deepEqual(fixture.changes, []);
  assert.equal(fixture.sessions.get('nobody'), undefined);
});
