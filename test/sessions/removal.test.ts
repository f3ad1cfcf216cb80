import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { openRoom, type SessionRoom } from '../support/sessionRoom.ts';
import { turn, until } from '../support/waiting.ts';

/** Starts a session, and lets it write and end. */
async function live(room: SessionRoom): Promise<string> {
  const name = room.start();
  await turn();
  const run = room.runner.of(name);
  run.events.started(1);
  run.write('output\n');
  run.events.ended(0);
  return name;
}

/** The sessions that have log files. */
function logged(room: SessionRoom): readonly string[] {
  if (!existsSync(room.logFolder)) return [];
  return [...new Set(readdirSync(room.logFolder).map((file) => file.split('.')[0] ?? ''))];
}

test('a session that runs is stopped before it is removed', async (context) => {
  const room = await openRoom(context);
  const name = room.start();
  await turn();
  const run = room.runner.of(name);
  run.events.started(1);
  room.sessions.remove(name);
  assert.equal(room.state(name), 'Stopping');
  await turn();
  assert.equal(run.stops, 1);
  run.events.ended(143);
  assert.equal(room.sessions.get(name), undefined);
  assert.deepEqual(room.states(name), ['', 'Starting', 'Running', 'Stopping', 'Stopped']);
  assert.equal(room.changes.at(-1)?.type, 'removed');
  assert.deepEqual(room.heard(name), ['processRestarted', 'sessionTerminated']);
});

test('a session that starts is stopped before it is removed', async (context) => {
  const room = await openRoom(context);
  const name = room.start();
  await turn();
  room.sessions.remove(name);
  await turn();
  assert.equal(room.runner.of(name).stops, 1);
  room.runner.of(name).events.ended(undefined);
  assert.equal(room.sessions.get(name), undefined);
  assert.deepEqual(room.heard(name), ['sessionTerminated']);
});

test('a session that has ended, or never began, is removed at once', async (context) => {
  const room = await openRoom(context);
  for (const name of [room.create(), await live(room)]) {
    room.sessions.remove(name);
    assert.equal(room.sessions.get(name), undefined);
  }
});

test('the log files go with their session', async (context) => {
  const room = await openRoom(context);
  const [kept, removed] = [await live(room), await live(room)];
  await until('both have log files', () => logged(room).length === 2);
  room.sessions.remove(removed);
  await until('only one has log files', () => logged(room).length === 1);
  assert.deepEqual(logged(room), [kept]);
});

test('a session removed in the turn it was started leaves no log files behind', async (context) => {
  const room = await openRoom(context);
  for (let times = 0; times < 20; times++) room.sessions.remove(room.start());
  const last = await live(room);
  const files = [`${last}.stdout.log`];
  await until('the last has log files', () => logged(room).includes(last));
  await until('nothing else is left', () => readdirSync(room.logFolder).length === 1);
  for (let times = 0; times < 20; times++) await turn();
  assert.deepEqual(readdirSync(room.logFolder), files);
});

test('so many ended sessions are remembered, with their log files, and the oldest is forgotten first', async (context) => {
  const room = await openRoom(context, { history: 2 });
  const running = room.start();
  await turn();
  room.runner.of(running).write('output\n');
  const names: string[] = [];
  for (let times = 0; times < 5; times++) names.push(await live(room));
  const remembered = [running, ...names.slice(-2)];
  assert.deepEqual(
    room.sessions.list().map(({ metadata }) => metadata.name),
    remembered,
  );
  const expected = remembered.toSorted().join();
  await until('only their log files are left', () => logged(room).toSorted().join() === expected);
});

test('without history, a session is removed when its end was reported', async (context) => {
  const room = await openRoom(context, { history: 0 });
  const name = await live(room);
  assert.equal(room.sessions.get(name), undefined);
  assert.equal(room.heard(name).at(-1), 'sessionTerminated');
});

test('a session that was removed takes no place in the history', async (context) => {
  const room = await openRoom(context, { history: 2 });
  const first = await live(room);
  room.sessions.remove(await live(room));
  const last = await live(room);
  assert.deepEqual(
    room.sessions.list().map(({ metadata }) => metadata.name),
    [first, last],
  );
});
