import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openFixture } from '../../tools/fixtures/sessions/sessionFixture.ts';
import { turn } from '../../tools/fixtures/waiting.ts';

test('sessions start in the order of their requests, with a limit on concurrent starts', async (context) => {
  const fixture = await openFixture(context, { startWidth: 2 });
  const names = [fixture.start(), fixture.start(), fixture.start(), fixture.start()];
  const begun = (): readonly string[] =>
    fixture.runner.runs.map(({ session }) => session.metadata.name);
  await turn();
  assert.deepEqual(begun(), names.slice(0, 2));
  fixture.runner.of(names[1] ?? '').events.started(1);
  await turn();
  assert.deepEqual(begun(), names.slice(0, 3));
  fixture.runner.of(names[0] ?? '').events.ended(1);
  await turn();
  assert.deepEqual(begun(), names);
});

test('a slow start frees its slot after two seconds and continues', async (context) => {
  const fixture = await openFixture(context, { startWidth: 1 });
  const [hanging, next] = [fixture.start(), fixture.start()];
  await turn();
  fixture.clock.advance(1_999);
  await turn();
  assert.equal(fixture.runner.runs.length, 1);
  fixture.clock.advance(1);
  await turn();
  assert.deepEqual(fixture.runner.runs[1]?.session.metadata.name, next);
  fixture.runner.of(hanging).events.started(1);
  assert.equal(fixture.state(hanging), 'Running');
});

test('a start that waits for its build frees its slot immediately and continues', async (context) => {
  const fixture = await openFixture(context, { startWidth: 1 });
  const [waiting, next] = [fixture.start(), fixture.start()];
  await turn();
  fixture.runner.of(waiting).events.waiting();
  await turn();
  assert.deepEqual(fixture.runner.runs[1]?.session.metadata.name, next);
  assert.equal(fixture.state(waiting), 'Starting');
  fixture.runner.of(waiting).events.started(1);
  assert.equal(fixture.state(waiting), 'Running');
});

test('a successful start leaves no timer behind', async (context) => {
  const fixture = await openFixture(context);
  const name = fixture.start();
  await turn();
  assert.equal(fixture.clock.pending, 1);
  fixture.runner.of(name).events.started(1);
  await turn();
  assert.equal(fixture.clock.pending, 0);
});

test('a session has its id and log files before its program runs', async (context) => {
  const fixture = await openFixture(context);
  const name = fixture.start();
  await turn();
  const { sessionID, stdOutFile, stdErrFile } = fixture.runner.of(name).session.status;
  assert.equal(sessionID, name);
  assert.ok(stdOutFile?.startsWith(fixture.logFolder));
  assert.ok(stdErrFile?.startsWith(fixture.logFolder));
  assert.notEqual(stdOutFile, stdErrFile);
});

test('a watcher may stop a session during its change', async (context) => {
  const fixture = await openFixture(context);
  fixture.sessions.changes(({ session: { metadata, spec, status } }) => {
    if (status.state !== 'Starting' || spec.desiredState === 'Stopped') return;
    fixture.sessions.stop(metadata.name);
  });
  const name = fixture.start();
  await turn();
  assert.deepEqual(fixture.states(name), ['', 'Starting', 'Stopping', 'Stopped']);
  assert.deepEqual(fixture.runner.runs, []);
});
