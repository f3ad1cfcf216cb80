import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { defaultSettings } from '../../../src/host/settings.ts';
import { type EndpointRoom, goodRun, openEndpoint } from '../../support/endpointRoom.ts';
import type { FakeRun } from '../../support/fakeRunner.ts';
import type { ManualClock } from '../../support/manualClock.ts';
import { listen } from '../../support/notifyClient.ts';
import { openSockets, untilSocketsAreBackTo } from '../../support/openSockets.ts';
import { requestText } from '../../support/rawConnection.ts';
import { manualClockFromNow } from '../../support/startingNow.ts';
import { turn, until } from '../../support/waiting.ts';
import { assertRefused, dial, goodHeaders } from '../http/answers.ts';

const target = '/run_session?api-version=2025-10-01';

async function runOf(room: EndpointRoom, instanceId: string): Promise<FakeRun> {
  const { id } = await room.controller({ instanceId }).runSession(goodRun);
  await until('the session runs', () => room.runner.find(id) !== undefined);
  const run = room.runner.of(id);
  run.events.started(1);
  return run;
}

/** Turns the clock until the host has closed, and gives how far. */
async function closeByTheClock(room: EndpointRoom, clock: ManualClock): Promise<number> {
  const begun = clock.now().getTime();
  let isClosed = false;
  const closed = room.host.close().then(() => {
    isClosed = true;
  });
  await until('the host has closed', async () => {
    await turn();
    if (!isClosed && clock.pending > 0) clock.advance(50);
    return isClosed;
  });
  await closed;
  return clock.now().getTime() - begun;
}

test('a host closes in order: refuses, stops, tells of the end, takes its leave', async (context) => {
  const room = await openEndpoint(context);
  const client = await listen(context, room, 'listening');
  const run = await runOf(room, 'listening');
  room.runner.onStop = () => {};
  const closed = room.host.close();
  await until('the program is asked to end', () => run.stops === 1);

  const other = room.controller();
  assertRefused(await other.request('GET', '/info'), 'ShuttingDown');
  assertRefused(await other.request('PUT', '/run_session', { body: goodRun }), 'ShuttingDown');
  assertRefused(await other.upgrade(), 'ShuttingDown');
  assert.equal(client.webSocket.readyState, client.webSocket.OPEN);

  run.write('the last words\n');
  run.events.ended(143);
  assert.deepEqual(await client.closed, { code: 1001, reason: 'The endpoint is closing.' });
  assert.equal(client.output, 'the last words\n');
  const last = client.notifications.at(-1);
  assert.equal(last?.notification_type, 'sessionTerminated');
  assert.equal(last?.exit_code, 143);
  await closed;
  await assert.rejects(dial(room), { code: 'ECONNREFUSED' });
});

test("peers without a token can't detect that the endpoint is closing", async (context) => {
  const room = await openEndpoint(context);
  const run = await runOf(room, 'running');
  room.runner.onStop = () => {};
  const closed = room.host.close();
  const headers = { authorization: 'Bearer wrong' };
  assertRefused(await room.controller().request('GET', '/info', { headers }), 'InvalidToken');
  run.events.ended(0);
  await closed;
});

test('a request that was half here when the closing began starts nothing any more', async (context) => {
  const room = await openEndpoint(context);
  const run = await runOf(room, 'running');
  room.runner.onStop = () => {};
  const body = JSON.stringify(goodRun);
  const content = { 'Content-Type': 'application/json', 'Content-Length': String(body.length) };
  const connection = await dial(room);
  connection.write(requestText('PUT', target, { ...goodHeaders(room), ...content }));
  connection.write(body.slice(0, 10));
  const before = await room.controller().request('GET', '/info');
  assert.equal(before.status, 200);
  const closed = room.host.close();
  connection.write(body.slice(10));
  assertRefused(await connection.answer(), 'ShuttingDown');
  run.events.ended(0);
  await closed;
  assert.equal(room.runner.runs.length, 1);
});

test('a session that waits for its turn never starts once the closing has begun', async (context) => {
  const room = await openEndpoint(context, { settings: { startWidth: 1 } });
  const controller = room.controller();
  await controller.connect();
  const first = await controller.runSession(goodRun);
  await until('the first session is starting', () => room.runner.runs.length === 1);
  const waiting = await controller.runSession(goodRun);
  await until('the second waits', () => {
    return room.host.sessions.get(waiting.id)?.status.state === 'Starting';
  });
  await room.host.close();
  await Promise.all([first.terminated, waiting.terminated]);
  assert.equal(room.runner.runs.length, 1);
  controller.assertClean();
});

test('a program that never ends and a controller that never reads hold the closing up no longer than the bound', async (context) => {
  const clock = manualClockFromNow();
  const room = await openEndpoint(context, { clock });
  const client = await listen(context, room, 'stalled');
  const run = await runOf(room, 'stalled');
  room.runner.onStop = () => {};
  client.webSocket.pause();
  for (let count = 0; count < 300; count++) run.write(`${'x'.repeat(100_000)}\n`);
  await turn();
  const spent = await closeByTheClock(room, clock);
  assert.ok(spent >= defaultSettings.stopTimeout, `${spent} ms`);
  assert.ok(spent <= defaultSettings.stopTimeout + 2_000, `${spent} ms`);
  assert.ok(room.log.lines.includes('warn Some sessions did not end in time.'));
  // What it had yet to read is little enough for the leave to come behind it.
  client.webSocket.resume();
  assert.equal((await client.closed).code, 1001);
  run.events.ended(137);
});

test('closing is immediate without sessions and controllers', async (context) => {
  const clock = manualClockFromNow();
  const room = await openEndpoint(context, { clock });
  assert.equal(await closeByTheClock(room, clock), 0);
});

test('a peer that has not begun its handshake does not hold the closing up', async (context) => {
  const clock = manualClockFromNow();
  const settings = { handshakeTimeout: 120_000 };
  const room = await openEndpoint(context, { clock, settings });
  const sockets = ['127.0.0.1', '::1'].map((host) => connect(room.port, host));
  const ends = sockets.map((socket) =>
    once(
      socket.on('error', () => {}),
      'close',
    ),
  );
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  await turn();
  assert.equal(await closeByTheClock(room, clock), 0);
  await Promise.all(ends);
});

test('a slow controller receives a long backlog before the close', async (context) => {
  // No time passes, so that no limit cuts it short.
  const room = await openEndpoint(context, { clock: manualClockFromNow() });
  const client = await listen(context, room, 'slow');
  const run = await runOf(room, 'slow');
  client.webSocket.pause();
  const line = `${'x'.repeat(100_000)}\n`;
  for (let count = 0; count < 100; count++) run.write(line);
  run.events.ended(0);
  await turn();
  const closed = room.host.close();
  await turn();
  client.webSocket.resume();
  assert.equal((await client.closed).code, 1001);
  await closed;
  assert.equal(client.output.length, 100 * line.length);
  assert.equal(client.notifications.at(-1)?.notification_type, 'sessionTerminated');
});

test('nothing is left open after closing', async (context) => {
  const before = openSockets();
  const room = await openEndpoint(context);
  const controllers = [room.controller(), room.controller()];
  await Promise.all(controllers.map((controller) => controller.connect()));
  for (const controller of controllers) await controller.runSession(goodRun);
  const half = await dial(room);
  half.write('GET /info HTTP/1.1\r\n');
  await room.host.close();
  await half.closed;
  for (const controller of controllers) controller.vanish();
  await untilSocketsAreBackTo(before);
});

test('a host may be closed twice', async (context) => {
  const room = await openEndpoint(context);
  await Promise.all([room.host.close(), room.host.close()]);
  await room.host.close();
});

test('a session that was answered in the last moment before the closing ends in good order', async (context) => {
  const room = await openEndpoint(context);
  const client = await listen(context, room, 'last');
  const { sessions } = room.host;
  const closed = new Promise<void>((resolve) => {
    sessions.changes(({ type }) => {
      if (type === 'added') setImmediate(() => void room.host.close().then(resolve));
    });
  });
  const { id } = await room.controller({ instanceId: 'last' }).runSession(goodRun);
  await closed;
  await client.closed;
  const heard = client.notifications.filter(({ session_id }) => session_id === id);
  assert.equal(heard.at(-1)?.notification_type, 'sessionTerminated');
});
