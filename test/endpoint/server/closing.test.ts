import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { connect as connectSecurely } from 'node:tls';
import { test } from 'node:test';
import { collectionPath } from '../../../src/api/resource/kind.ts';
import { getDoorFolder, type HostDoorOptions } from '../../../src/host/hostDoor.ts';
import { defaultSettings } from '../../../src/host/settings.ts';
import {
  type EndpointFixture,
  goodRun,
  openEndpoint,
} from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import type { FakeRun } from '../../../tools/fixtures/sessions/fakeRunner.ts';
import type { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { listen } from '../../../tools/fixtures/endpoint/notifyClient.ts';
import {
  openSockets,
  untilSocketsAreBackTo,
} from '../../../tools/fixtures/endpoint/openSockets.ts';
import { requestText } from '../../../tools/fixtures/endpoint/rawConnection.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { manualClockFromNow } from '../../../tools/fixtures/time/startingNow.ts';
import { turn, until } from '../../../tools/fixtures/waiting.ts';
import { assertRefused, dial, goodHeaders } from '../http/answers.ts';

const door: HostDoorOptions = {
  kind: 'headless',
  version: '1.0.0',
  folders: () => [],
  runMode: () => 'NoDebug',
  createReport: () => Promise.resolve(''),
};

const target = '/run_session?api-version=2025-10-01';

async function runOf(fixture: EndpointFixture, instanceId: string): Promise<FakeRun> {
  const { id } = await fixture.controller({ instanceId }).runSession(goodRun);
  await until('the session runs', () => fixture.runner.find(id) !== undefined);
  const run = fixture.runner.of(id);
  run.events.started(1);
  return run;
}

/** Advances the clock until the host has closed, and returns by how much. */
async function closeByTheClock(fixture: EndpointFixture, clock: ManualClock): Promise<number> {
  const begun = clock.now().getTime();
  let isClosed = false;
  const closed = fixture.host.close().then(() => {
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

test('a host closes in order: refuses requests, stops sessions, reports their ends, closes connections', async (context) => {
  const fixture = await openEndpoint(context);
  const client = await listen(context, fixture, 'listening');
  const run = await runOf(fixture, 'listening');
  fixture.runner.onStop = () => {};
  const closed = fixture.host.close();
  await until('the program is asked to end', () => run.stops === 1);

  const other = fixture.controller();
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
  await assert.rejects(dial(fixture), { code: 'ECONNREFUSED' });
});

test("peers without a token can't detect that the endpoint is closing", async (context) => {
  const fixture = await openEndpoint(context);
  const run = await runOf(fixture, 'running');
  fixture.runner.onStop = () => {};
  const closed = fixture.host.close();
  const headers = { authorization: 'Bearer wrong' };
  assertRefused(await fixture.controller().request('GET', '/info', { headers }), 'InvalidToken');
  run.events.ended(0);
  await closed;
});

test('a request that is incomplete when closing begins starts nothing', async (context) => {
  const fixture = await openEndpoint(context);
  const run = await runOf(fixture, 'running');
  fixture.runner.onStop = () => {};
  const body = JSON.stringify(goodRun);
  const content = { 'Content-Type': 'application/json', 'Content-Length': String(body.length) };
  const connection = await dial(fixture);
  connection.write(requestText('PUT', target, { ...goodHeaders(fixture), ...content }));
  connection.write(body.slice(0, 10));
  const before = await fixture.controller().request('GET', '/info');
  assert.equal(before.status, 200);
  const closed = fixture.host.close();
  connection.write(body.slice(10));
  assertRefused(await connection.answer(), 'ShuttingDown');
  run.events.ended(0);
  await closed;
  assert.equal(fixture.runner.runs.length, 1);
});

test('a queued session never starts once closing has begun', async (context) => {
  const fixture = await openEndpoint(context, { settings: { startWidth: 1 } });
  const controller = fixture.controller();
  await controller.connect();
  const first = await controller.runSession(goodRun);
  await until('the first session is starting', () => fixture.runner.runs.length === 1);
  const waiting = await controller.runSession(goodRun);
  await until('the second is queued', () => {
    return fixture.host.sessions.get(waiting.id)?.status.state === 'Starting';
  });
  await fixture.host.close();
  await Promise.all([first.terminated, waiting.terminated]);
  assert.equal(fixture.runner.runs.length, 1);
  controller.assertClean();
});

test('a program that never ends and a controller that never reads delay closing no longer than the limit', async (context) => {
  const clock = manualClockFromNow();
  const fixture = await openEndpoint(context, { clock });
  const client = await listen(context, fixture, 'stalled');
  const run = await runOf(fixture, 'stalled');
  fixture.runner.onStop = () => {};
  client.webSocket.pause();
  for (let count = 0; count < 300; count++) run.write(`${'x'.repeat(100_000)}\n`);
  await turn();
  const spent = await closeByTheClock(fixture, clock);
  assert.ok(spent >= defaultSettings.stopTimeout, `${spent} ms`);
  assert.ok(spent <= defaultSettings.stopTimeout + 2_000, `${spent} ms`);
  assert.ok(fixture.log.lines.includes('warn Some sessions did not end in time.'));
  // Little enough is unread for the Close to follow it.
  client.webSocket.resume();
  assert.equal((await client.closed).code, 1001);
  run.events.ended(137);
});

test('a stalled controller, API client and command line delay closing no longer than the controller alone', async (context) => {
  const runtime = process.env['XDG_RUNTIME_DIR'];
  process.env['XDG_RUNTIME_DIR'] = await temporaryFolder(context);
  const clock = manualClockFromNow();
  const fixture = await openEndpoint(context, { clock, door });
  const doors = getDoorFolder();
  if (runtime === undefined) delete process.env['XDG_RUNTIME_DIR'];
  else process.env['XDG_RUNTIME_DIR'] = runtime;
  const client = await listen(context, fixture, 'stalled');
  const run = await runOf(fixture, 'stalled');
  client.webSocket.pause();
  for (let count = 0; count < 300; count++) run.write(`${'x'.repeat(100_000)}\n`);
  const { certificate, port, token } = await fixture.host.api.open();
  const clients = [
    connectSecurely({ port, ca: certificate, servername: 'localhost' }),
    connect(join(doors, readdirSync(doors)[0] ?? '')),
  ];
  const unfinished = requestText('POST', collectionPath, {
    Host: 'localhost',
    Authorization: `Bearer ${token.reveal()}`,
    'Content-Type': 'application/json',
    'Content-Length': '1000',
  });
  for (const one of clients) {
    one.on('error', () => {});
    await new Promise((resolve) => one.write(`${unfinished}{`, resolve));
  }
  await fixture.controller().request('GET', '/info');
  const spent = await closeByTheClock(fixture, clock);
  assert.ok(spent <= 2_100, `${spent} ms`);
  for (const one of clients) one.destroy();
});

test('closing is immediate without sessions and controllers', async (context) => {
  const clock = manualClockFromNow();
  const fixture = await openEndpoint(context, { clock });
  assert.equal(await closeByTheClock(fixture, clock), 0);
});

test('a peer that has not started its handshake does not delay closing', async (context) => {
  const clock = manualClockFromNow();
  const settings = { handshakeTimeout: 120_000 };
  const fixture = await openEndpoint(context, { clock, settings });
  const sockets = ['127.0.0.1', '::1'].map((host) => connect(fixture.port, host));
  const ends = sockets.map((socket) =>
    once(
      socket.on('error', () => {}),
      'close',
    ),
  );
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  await turn();
  assert.equal(await closeByTheClock(fixture, clock), 0);
  await Promise.all(ends);
});

test('a slow controller receives a long backlog before the close', async (context) => {
  // The clock does not advance, so no timeout fires.
  const fixture = await openEndpoint(context, { clock: manualClockFromNow() });
  const client = await listen(context, fixture, 'slow');
  const run = await runOf(fixture, 'slow');
  client.webSocket.pause();
  const line = `${'x'.repeat(100_000)}\n`;
  for (let count = 0; count < 100; count++) run.write(line);
  run.events.ended(0);
  await turn();
  const closed = fixture.host.close();
  await turn();
  client.webSocket.resume();
  assert.equal((await client.closed).code, 1001);
  await closed;
  assert.equal(client.output.length, 100 * line.length);
  assert.equal(client.notifications.at(-1)?.notification_type, 'sessionTerminated');
});

test('nothing is left open after closing', async (context) => {
  const before = openSockets();
  const fixture = await openEndpoint(context);
  const controllers = [fixture.controller(), fixture.controller()];
  await Promise.all(controllers.map((controller) => controller.connect()));
  for (const controller of controllers) await controller.runSession(goodRun);
  const half = await dial(fixture);
  half.write('GET /info HTTP/1.1\r\n');
  await fixture.host.close();
  await half.closed;
  for (const controller of controllers) controller.vanish();
  await untilSocketsAreBackTo(before);
});

test('closing a host twice is allowed', async (context) => {
  const fixture = await openEndpoint(context);
  await Promise.all([fixture.host.close(), fixture.host.close()]);
  await fixture.host.close();
});

test('a session answered just before closing ends in order', async (context) => {
  const fixture = await openEndpoint(context);
  const client = await listen(context, fixture, 'last');
  const { sessions } = fixture.host;
  const closed = new Promise<void>((resolve) => {
    sessions.changes(({ type }) => {
      if (type === 'added') setImmediate(() => void fixture.host.close().then(resolve));
    });
  });
  const { id } = await fixture.controller({ instanceId: 'last' }).runSession(goodRun);
  await closed;
  await client.closed;
  const heard = client.notifications.filter(({ session_id }) => session_id === id);
  assert.equal(heard.at(-1)?.notification_type, 'sessionTerminated');
});
