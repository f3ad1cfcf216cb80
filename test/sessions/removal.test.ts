import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import type { Runner } from '../../src/sessions/runner.ts';
import { untilReleased } from '../../tools/fixtures/released.ts';
import { openFixture, type SessionFixture } from '../../tools/fixtures/sessions/sessionFixture.ts';
import { turn, until } from '../../tools/fixtures/waiting.ts';

/** Starts a session whose program writes and exits. */
async function live(fixture: SessionFixture): Promise<string> {
  const name = fixture.start();
  await turn();
  const run = fixture.runner.of(name);
  run.events.started(1);
  run.write('output\n');
  run.events.ended(0);
  return name;
}

/** The sessions that have log files. */
function logged(fixture: SessionFixture): readonly string[] {
  if (!existsSync(fixture.logFolder)) return [];
  return [...new Set(readdirSync(fixture.logFolder).map((file) => file.split('.')[0] ?? ''))];
}

test('a running session is stopped before it is removed', async (context) => {
  const fixture = await openFixture(context);
  const name = fixture.start();
  await turn();
  const run = fixture.runner.of(name);
  run.events.started(1);
  fixture.sessions.remove(name);
  assert.equal(fixture.state(name), 'Stopping');
  await turn();
  assert.equal(run.stops, 1);
  run.events.ended(143);
  assert.equal(fixture.sessions.get(name), undefined);
  assert.deepEqual(fixture.states(name), ['', 'Starting', 'Running', 'Stopping', 'Stopped']);
  assert.equal(fixture.changes.at(-1)?.type, 'removed');
  assert.deepEqual(fixture.heard(name), ['processRestarted', 'sessionTerminated']);
});

test('a starting session is stopped before it is removed', async (context) => {
  const fixture = await openFixture(context);
  const name = fixture.start();
  await turn();
  fixture.sessions.remove(name);
  await turn();
  assert.equal(fixture.runner.of(name).stops, 1);
  fixture.runner.of(name).events.ended(undefined);
  assert.equal(fixture.sessions.get(name), undefined);
  assert.deepEqual(fixture.heard(name), ['sessionTerminated']);
});

test('a session that has ended or never started is removed immediately', async (context) => {
  const fixture = await openFixture(context);
  for (const name of [fixture.create(), await live(fixture)]) {
    fixture.sessions.remove(name);
    assert.equal(fixture.sessions.get(name), undefined);
  }
});

test('the log files are removed with their session', async (context) => {
  const fixture = await openFixture(context);
  const [kept, removed] = [await live(fixture), await live(fixture)];
  await until('both have log files', () => logged(fixture).length === 2);
  fixture.sessions.remove(removed);
  await until('only one has log files', () => logged(fixture).length === 1);
  assert.deepEqual(logged(fixture), [kept]);
});

test('a session that is removed in the turn in which it was started leaves no log files', async (context) => {
  const fixture = await openFixture(context);
  for (let times = 0; times < 20; times++) fixture.sessions.remove(fixture.start());
  const last = await live(fixture);
  const files = [`${last}.stdout.log`];
  await until('the last has log files', () => logged(fixture).includes(last));
  await until('no other log files are left', () => readdirSync(fixture.logFolder).length === 1);
  for (let times = 0; times < 20; times++) await turn();
  assert.deepEqual(readdirSync(fixture.logFolder), files);
});

test('the history keeps this many ended sessions with their log files, and drops the oldest first', async (context) => {
  const fixture = await openFixture(context, { history: 2 });
  const running = fixture.start();
  await turn();
  fixture.runner.of(running).write('output\n');
  const names: string[] = [];
  for (let times = 0; times < 5; times++) names.push(await live(fixture));
  const remembered = [running, ...names.slice(-2)];
  assert.deepEqual(
    fixture.sessions.list().map(({ metadata }) => metadata.name),
    remembered,
  );
  const expected = remembered.toSorted().join();
  await until(
    'only their log files are left',
    () => logged(fixture).toSorted().join() === expected,
  );
});

test('without a history, a session is removed once its end is reported', async (context) => {
  const fixture = await openFixture(context, { history: 0 });
  const name = await live(fixture);
  assert.equal(fixture.sessions.get(name), undefined);
  assert.equal(fixture.heard(name).at(-1), 'sessionTerminated');
});

test('a removed session does not count towards the history', async (context) => {
  const fixture = await openFixture(context, { history: 2 });
  const first = await live(fixture);
  fixture.sessions.remove(await live(fixture));
  const last = await live(fixture);
  assert.deepEqual(
    fixture.sessions.list().map(({ metadata }) => metadata.name),
    [first, last],
  );
});

test('what a session needed to run is released when it has ended, although its output is held', async (context) => {
  const runs: WeakRef<object>[] = [];
  const listeners: WeakRef<object>[] = [];
  const runner: Runner = {
    run(session, events) {
      fixture.sessions.holdOutput(session.metadata.name);
      events.started(1);
      void events.output('stdout', Buffer.from('output\n'));
      listeners.push(new WeakRef(events));
      const run = { session, stop: () => Promise.resolve() };
      runs.push(new WeakRef(run));
      // After the run was returned.
      setImmediate(() => events.ended(0));
      return run;
    },
  };
  const fixture = await openFixture(context, { runner });
  const name = fixture.start();
  await until('the session has ended', () => fixture.state(name) === 'Stopped');
  const [[run], [listener]] = [runs, listeners];
  assert.ok(run !== undefined && listener !== undefined);
  await untilReleased(run);
  fixture.sessions.remove(name);
  await untilReleased(listener);
});
