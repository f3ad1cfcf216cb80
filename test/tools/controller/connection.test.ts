import assert from 'node:assert/strict';
import { test } from 'node:test';

import { about, meet, say } from '../../../tools/controller/fixtures/meeting.ts';

void test('it sends token, instance id and version with the upgrade', async (context) => {
  const meeting = await meet(context);
  const { endpoint, controller } = meeting;
  await meeting.connect();
  const { url, headers } = await endpoint.upgrades.next();
  assert.equal(url, '/run_session/notify?api-version=2025-10-01');
  assert.equal(headers.authorization, 'Bearer the-secret-token');
  assert.equal(headers['microsoft-developer-dcp-instance-id'], controller.instanceId);
  assert.match(headers.host ?? '', /^localhost:\d+$/);
  assert.equal(headers['sec-websocket-extensions'], undefined);
});

void test('it pings every five seconds', async (context) => {
  const meeting = await meet(context);
  await meeting.connect();
  meeting.clock.advance(4_999);
  await meeting.controller.roundTrip();
  assert.match(await meeting.endpoint.pings.next(), /round trip/);
  assert.equal(meeting.endpoint.pings.count, 0);
  for (const wait of [1, 5_000, 5_000]) {
    meeting.clock.advance(wait);
    assert.equal(await meeting.endpoint.pings.next(), '');
  }
});

void test('it drops a connection without pong or message for twenty seconds', async (context) => {
  const meeting = await meet(context, { autoPong: false });
  await meeting.connect();
  meeting.clock.advance(19_999);
  assert.equal(meeting.controller.isConnected, true);
  meeting.clock.advance(1);
  assert.equal(meeting.controller.isConnected, false);
  assert.equal(await meeting.endpoint.closes.next(), 1000);
  meeting.assertViolations(['Neither pong nor message came within 20000 ms']);
});

void test('it counts missing pongs only for versions that require them', async (context) => {
  const meeting = await meet(context, { autoPong: false, apiVersion: '2024-04-23' });
  await meeting.connect();
  meeting.clock.advance(20_000);
  meeting.assertViolations(['Neither pong nor message']);
});

void test('it does not count missing pongs against the oldest version', async (context) => {
  const meeting = await meet(context, { autoPong: false, apiVersion: '2024-03-03' });
  await meeting.connect();
  meeting.clock.advance(20_000);
  assert.equal(meeting.controller.isConnected, false);
  meeting.controller.assertClean();
});

void test('a message keeps the connection alive like a pong', async (context) => {
  const meeting = await meet(context, { autoPong: false });
  const { session, socket } = await meeting.startSession();
  meeting.clock.advance(19_000);
  say(socket, about('processRestarted', { pid: 1 }));
  await session.started;
  meeting.clock.advance(19_000);
  assert.equal(meeting.controller.isConnected, true);
  socket.pong();
  say(socket, about('processRestarted', { pid: 2 }));
  await session.restarted();
  meeting.clock.advance(19_999);
  assert.equal(meeting.controller.isConnected, true);
  meeting.clock.advance(1);
  assert.equal(meeting.controller.isConnected, false);
});

void test('a pong is enough to keep the connection alive', async (context) => {
  const meeting = await meet(context);
  await meeting.connect();
  for (let seconds = 0; seconds < 60; seconds += 15) {
    meeting.clock.advance(15_000);
    await meeting.controller.roundTrip();
  }
  assert.equal(meeting.controller.timesConnected, 1);
  meeting.controller.assertClean();
});

void test('it reconnects one second after a Close, without a violation', async (context) => {
  const meeting = await meet(context);
  const socket = await meeting.connect();
  socket.close(1001);
  await meeting.clock.scheduled(1_000);
  assert.deepEqual(meeting.clock.pending, [1_000]);
  const again = meeting.controller.connected();
  meeting.clock.advance(999);
  assert.equal(meeting.controller.timesConnected, 1);
  meeting.clock.advance(1);
  await again;
  assert.equal(meeting.controller.timesConnected, 2);
  meeting.controller.assertClean();
});

void test('it reports an endpoint that disconnects without a Close', async (context) => {
  const meeting = await meet(context);
  const socket = await meeting.connect();
  socket.terminate();
  await assert.rejects(meeting.controller.roundTrip(), /connection ended/);
  meeting.assertViolations(['ended the WebSocket without a Close']);
});

void test('it waits longer after each failed attempt, up to twenty seconds', async (context) => {
  const meeting = await meet(context);
  meeting.endpoint.refuseUpgrade = 'hang up';
  const connecting = meeting.controller.connect({ withinMs: Infinity });
  for (const delay of [1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000]) {
    await meeting.endpoint.upgrades.next();
    await meeting.clock.scheduled(delay);
    meeting.clock.advance(delay - 1);
    assert.equal(meeting.endpoint.upgrades.count, 0);
    meeting.clock.advance(1);
  }
  await meeting.endpoint.upgrades.next();
  await meeting.clock.scheduled(20_000);
  meeting.endpoint.refuseUpgrade = undefined;
  meeting.clock.advance(20_000);
  await connecting;
  const socket = await meeting.endpoint.connections.next();
  socket.close(1001);
  await meeting.clock.scheduled(1_000);
});

void test('stops connecting with the reason of the last failure', async (context) => {
  const meeting = await meet(context);
  meeting.endpoint.refuseUpgrade = { status: 401, body: { error: { code: 'A', message: 'No' } } };
  const connecting = meeting.controller.connect({ withinMs: 500 });
  await meeting.clock.scheduled(1_000);
  meeting.clock.advance(500);
  await assert.rejects(connecting, /not connected within 500 ms .*status 401/);
  assert.deepEqual(meeting.clock.pending, []);
  meeting.controller.assertClean();
});

void test('after giving up, it makes no further attempt', async (context) => {
  const meeting = await meet(context);
  meeting.endpoint.refuseUpgrade = 'keep waiting';
  const connecting = meeting.controller.connect({ withinMs: 500 });
  await meeting.endpoint.upgrades.next();
  meeting.clock.advance(500);
  await assert.rejects(connecting, /not connected within 500 ms/);
  await meeting.endpoint.closes.next();
});

void test('keeps a single connection', async (context) => {
  const meeting = await meet(context);
  await Promise.all([meeting.connect(), meeting.controller.connect()]);
  await meeting.controller.connect();
  await meeting.endpoint.upgrades.next();
  assert.equal(meeting.endpoint.upgrades.count, 0);
});

void test('it reports a response to the upgrade that breaks off', async (context) => {
  const meeting = await meet(context);
  meeting.endpoint.refuseUpgrade = 'break off';
  void meeting.controller.connect({ withinMs: Infinity }).catch(() => {});
  await meeting.clock.scheduled(1_000);
  meeting.assertViolations(['The answer to the WebSocket upgrade broke off']);
});

void test('it reports a refused upgrade without an error body', async (context) => {
  const meeting = await meet(context);
  meeting.endpoint.refuseUpgrade = { status: 400, body: 'Bad Request' };
  void meeting.controller.connect({ withinMs: Infinity }).catch(() => {});
  await meeting.clock.scheduled(1_000);
  meeting.assertViolations(['Upgrade /run_session/notify answered 400, but the body is not']);
});

void test('it sends a Close when it disconnects, and does not reconnect', async (context) => {
  const meeting = await meet(context);
  await meeting.connect();
  await meeting.controller.disconnect();
  assert.equal(await meeting.endpoint.closes.next(), 1000);
  assert.deepEqual(meeting.clock.pending, []);
  meeting.controller.assertClean();
});

void test('it drops the connection without a Close, and does not reconnect', async (context) => {
  const meeting = await meet(context);
  await meeting.connect();
  meeting.controller.vanish();
  assert.equal(await meeting.endpoint.closes.next(), 1006);
  assert.deepEqual(meeting.clock.pending, []);
  meeting.controller.assertClean();
});

void test('it aborts its requests when it drops the connection', async (context) => {
  const meeting = await meet(context);
  meeting.endpoint.script = () => undefined;
  const info = meeting.controller.info();
  await meeting.endpoint.requests.next();
  meeting.controller.vanish();
  await assert.rejects(info);
});

void test('it reconnects after an interruption without a Close', async (context) => {
  const meeting = await meet(context);
  await meeting.connect();
  meeting.controller.interrupt();
  assert.equal(await meeting.endpoint.closes.next(), 1006);
  const again = meeting.controller.connected();
  meeting.clock.advance(1_000);
  await again;
  meeting.controller.assertClean();
});

void test('receives nothing while stalled, and everything afterwards', async (context) => {
  const meeting = await meet(context);
  const { session, socket } = await meeting.startSession();
  meeting.controller.stall(true);
  say(socket, about('processRestarted', { pid: 1 }));
  await meeting.controller.info();
  meeting.clock.advance(60_000);
  assert.equal(session.notifications.length, 0);
  assert.equal(meeting.controller.isConnected, true);
  meeting.controller.stall(false);
  assert.equal(await session.started, 1);
  meeting.controller.assertClean();
});

void test('a round trip needs a connection', async (context) => {
  const meeting = await meet(context);
  await assert.rejects(meeting.controller.roundTrip(), /no notification connection/);
});
