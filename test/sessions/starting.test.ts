import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openRoom } from '../support/sessionRoom.ts';
import { turn } from '../support/waiting.ts';

test('no more sessions start at a time than the width allows, in the order of asking', async (context) => {
  const room = await openRoom(context, { startWidth: 2 });
  const names = [room.start(), room.start(), room.start(), room.start()];
  const begun = (): readonly string[] =>
    room.runner.runs.map(({ session }) => session.metadata.name);
  await turn();
  assert.deepEqual(begun(), names.slice(0, 2));
  room.runner.of(names[1] ?? '').events.started(1);
  await turn();
  assert.deepEqual(begun(), names.slice(0, 3));
  room.runner.of(names[0] ?? '').events.ended(1);
  await turn();
  assert.deepEqual(begun(), names);
});

test('a slow start frees its slot after two seconds and continues', async (context) => {
  const room = await openRoom(context, { startWidth: 1 });
  const [hanging, next] = [room.start(), room.start()];
  await turn();
  room.clock.advance(1_999);
  await turn();
  assert.equal(room.runner.runs.length, 1);
  room.clock.advance(1);
  await turn();
  assert.deepEqual(room.runner.runs[1]?.session.metadata.name, next);
  room.runner.of(hanging).events.started(1);
  assert.equal(room.state(hanging), 'Running');
});

test('a start that waits for its build frees its slot immediately and continues', async (context) => {
  const room = await openRoom(context, { startWidth: 1 });
  const [waiting, next] = [room.start(), room.start()];
  await turn();
  room.runner.of(waiting).events.waiting();
  await turn();
  assert.deepEqual(room.runner.runs[1]?.session.metadata.name, next);
  assert.equal(room.state(waiting), 'Starting');
  room.runner.of(waiting).events.started(1);
  assert.equal(room.state(waiting), 'Running');
});

test('a start that succeeds leaves no timer behind', async (context) => {
  const room = await openRoom(context);
  const name = room.start();
  await turn();
  assert.equal(room.clock.pending, 1);
  room.runner.of(name).events.started(1);
  await turn();
  assert.equal(room.clock.pending, 0);
});

test('a session knows its id and its log files before its program runs', async (context) => {
  const room = await openRoom(context);
  const name = room.start();
  await turn();
  const { sessionID, stdOutFile, stdErrFile } = room.runner.of(name).session.status;
  assert.equal(sessionID, name);
  assert.ok(stdOutFile?.startsWith(room.logFolder));
  assert.ok(stdErrFile?.startsWith(room.logFolder));
  assert.notEqual(stdOutFile, stdErrFile);
});

test('a watcher may stop a session in the midst of its change', async (context) => {
  const room = await openRoom(context);
  room.sessions.changes(({ session: { metadata, spec, status } }) => {
    if (status.state !== 'Starting' || spec.desiredState === 'Stopped') return;
    room.sessions.stop(metadata.name);
  });
  const name = room.start();
  await turn();
  assert.deepEqual(room.states(name), ['', 'Starting', 'Stopping', 'Stopped']);
  assert.deepEqual(room.runner.runs, []);
});
