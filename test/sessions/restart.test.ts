import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openFixture, type SessionFixture } from '../../tools/fixtures/sessions/sessionFixture.ts';
import { turn } from '../../tools/fixtures/waiting.ts';

function pids(fixture: SessionFixture, name: string): readonly (number | undefined)[] {
  return fixture
    .notifications(name)
    .flatMap((told) => (told.notification_type === 'processRestarted' ? [told.pid] : []));
}

test('a second process keeps the session and is reported with its pid', async (context) => {
  const fixture = await openFixture(context);
  const name = fixture.start();
  await turn();
  const { events } = fixture.runner.of(name);
  events.started(1);
  events.started(2);
  assert.equal(fixture.state(name), 'Running');
  assert.equal(fixture.session(name).status.pid, 2);
  events.ended(0);
  assert.deepEqual(pids(fixture, name), [1, 2]);
  assert.equal(fixture.heard(name).at(-1), 'sessionTerminated');
});

test('two processes in the same clock tick are two, even with the same pid', async (context) => {
  const fixture = await openFixture(context);
  const name = fixture.start();
  await turn();
  const { events } = fixture.runner.of(name);
  for (let times = 0; times < 3; times++) events.started(7);
  assert.deepEqual(pids(fixture, name), [7, 7, 7]);
  assert.equal(fixture.session(name).status.startupTimestamp, '2026-01-02T03:04:05.678002Z');
});

test('a new process is recognised after the clock was set back', async (context) => {
  const fixture = await openFixture(context);
  const name = fixture.start();
  await turn();
  const { events } = fixture.runner.of(name);
  events.started(1);
  fixture.clock.advance(-1_000);
  events.started(2);
  fixture.clock.advance(1_000);
  events.started(3);
  assert.deepEqual(pids(fixture, name), [1, 2, 3]);
});

test('a new process of unknown pid is not reported with the old pid', async (context) => {
  const fixture = await openFixture(context);
  const name = fixture.start();
  await turn();
  const { events } = fixture.runner.of(name);
  events.started(1);
  events.started(undefined);
  assert.deepEqual(pids(fixture, name), [1, undefined]);
  assert.equal(fixture.session(name).status.pid, undefined);
  events.started(3);
  assert.deepEqual(pids(fixture, name), [1, undefined, 3]);
});

test('an unfinished line of the old process precedes the new process', async (context) => {
  const fixture = await openFixture(context);
  const name = fixture.start();
  await turn();
  const run = fixture.runner.of(name);
  run.events.started(1);
  run.write('old rest');
  void run.events.output('stderr', Buffer.from('old error'));
  run.events.started(2);
  run.write('new\n');
  const told = fixture
    .notifications(name)
    .map((one) => ('log_message' in one ? one.log_message : one.notification_type));
  assert.deepEqual(told, ['processRestarted', 'old rest', 'old error', 'processRestarted', 'new']);
});

test("starting and running sessions can be restarted, stopping and ended ones can't", async (context) => {
  const fixture = await openFixture(context);
  const name = fixture.start();
  await turn();
  const run = fixture.runner.of(name);
  fixture.sessions.restart(name);
  run.events.started(1);
  fixture.sessions.restart(name, 'NoDebug');
  assert.deepEqual(run.restarts, [undefined, 'NoDebug']);
  fixture.sessions.stop(name);
  fixture.sessions.restart(name);
  run.events.ended(0);
  fixture.sessions.restart(name);
  assert.equal(run.restarts.length, 2);
});

test('a debugger attaches and detaches while a session is active, but not while it stops', async (context) => {
  const fixture = await openFixture(context);
  const name = fixture.start();
  await turn();
  const run = fixture.runner.of(name);
  run.events.started(1);
  fixture.sessions.changeDebugger(name, 'attachDebugger');
  fixture.sessions.changeDebugger(name, 'detachDebugger');
  fixture.sessions.stop(name);
  fixture.sessions.changeDebugger(name, 'attachDebugger');
  assert.deepEqual(run.debuggerChanges, ['attachDebugger', 'detachDebugger']);
  run.events.ended(0);
});

test('a process that restarts during a stop is reported, and the session keeps stopping', async (context) => {
  const fixture = await openFixture(context);
  const name = fixture.start();
  await turn();
  const run = fixture.runner.of(name);
  run.events.started(1);
  fixture.sessions.stop(name);
  await turn();
  run.events.started(2);
  assert.equal(fixture.state(name), 'Stopping');
  run.events.ended(143);
  assert.deepEqual(pids(fixture, name), [1, 2]);
  assert.deepEqual(fixture.states(name), ['', 'Starting', 'Running', 'Stopping', 'Stopped']);
});

test('a process that starts and ends during a change is reported', async (context) => {
  const fixture = await openFixture(context);
  const name = fixture.start();
  await turn();
  const { events } = fixture.runner.of(name);
  events.started(1);
  fixture.sessions.changes(({ session }) => {
    if (session.status.state !== 'Stopping') return;
    events.started(2);
    events.ended(5);
  });
  fixture.sessions.stop(name);
  assert.deepEqual(pids(fixture, name), [1, 2]);
  assert.equal(fixture.session(name).status.exitCode, 5);
  assert.equal(fixture.heard(name).at(-1), 'sessionTerminated');
});
