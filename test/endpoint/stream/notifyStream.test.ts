import assert from 'node:assert/strict';
import { EOL } from 'node:os';
import { test } from 'node:test';
import {
  type EndpointFixture,
  goodRun,
  openEndpoint,
} from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import { listen } from '../../../tools/fixtures/endpoint/notifyClient.ts';
import {
  openSockets,
  untilSocketsAreBackTo,
} from '../../../tools/fixtures/endpoint/openSockets.ts';
import { closeCodeIn, frame } from '../../../tools/fixtures/endpoint/rawFrames.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { dialStream } from '../http/answers.ts';

const largest = 64 * 1024;

/** Asserts that the host still serves, and holds nothing for the ended connections. */
async function assertWell(fixture: EndpointFixture, sockets: number): Promise<void> {
  await untilSocketsAreBackTo(sockets);
  const controller = fixture.controller();
  fixture.runner.onRun = ({ events }) => {
    events.started(1);
    events.ended(0);
  };
  await controller.connect();
  const session = await controller.runSession(goodRun);
  assert.deepEqual(await session.terminated, { exitCode: 0 });
  controller.assertClean();
}

const badFrames: Readonly<Record<string, [bytes: Buffer, code: number]>> = {
  'a frame that is not masked': [frame({ isMasked: false, payload: 'x' }), 1002],
  'a frame with a reserved bit': [frame({ first: 0xc1, payload: 'x' }), 1002],
  'a frame of unknown kind': [frame({ first: 0x83, payload: 'x' }), 1002],
  'a fragmented control frame': [frame({ first: 0x09 }), 1002],
  'a control frame that is too long': [frame({ first: 0x89, payload: 'x'.repeat(126) }), 1002],
  'a continuation without a message': [frame({ first: 0x80, payload: 'x' }), 1002],
  'a text that is not UTF-8': [frame({ payload: Buffer.of(0xc3, 0x28) }), 1007],
  'a Close with an invalid code': [frame({ first: 0x88, payload: Buffer.of(0, 1) }), 1002],
  'a Close with half a code': [frame({ first: 0x88, payload: 'x' }), 1002],
  'a frame larger than the limit': [frame({ length: largest + 1 }), 1009],
  'a frame of four gigabytes': [frame({ length: 2 ** 32 }), 1009],
  'a fragmented message that grows beyond the limit': [
    Buffer.concat([
      frame({ first: 0x01, payload: 'x'.repeat(largest) }),
      frame({ first: 0x80, payload: 'x' }),
    ]),
    1009,
  ],
  'a request in place of a frame': [Buffer.from('GET /info HTTP/1.1\r\n\r\n'), 1002],
};
for (const [what, [bytes, code]] of Object.entries(badFrames)) {
  test(`${what} ends the stream with ${code} and affects no other`, async (context) => {
    const fixture = await openEndpoint(context);
    const sockets = openSockets();
    const connection = await dialStream(fixture, { version: '2024-04-23' });
    connection.write(bytes);
    await connection.closed;
    assert.equal(closeCodeIn(connection.received), code);
    await assertWell(fixture, sockets);
  });
}

test('a pong for a ping that was never sent ends the stream with 1002', async (context) => {
  const fixture = await openEndpoint(context);
  const sockets = openSockets();
  const connection = await dialStream(fixture, { version: '2024-04-23' });
  // A pong without data keeps the connection alive.
  connection.write(frame({ first: 0x8a }));
  connection.write(Buffer.concat(['1', '2'].map((payload) => frame({ first: 0x8a, payload }))));
  await until('it is received', () => closeCodeIn(connection.received) === 1002);
  connection.socket.destroy();
  await assertWell(fixture, sockets);
});

test('a fragmented message arrives whole', async (context) => {
  const fixture = await openEndpoint(context);
  const client = await listen(context, fixture, 'one');
  let parts = 0;
  const log_message = 'ä\u0001x'.repeat(100_000);
  fixture.runner.onRun = ({ events }) => {
    events.started(1);
    client.webSocket.on('ping', () => parts++);
    void events.output('stdout', Buffer.from(`${log_message}\n`));
    events.ended(0);
  };
  await fixture.controller({ instanceId: 'one' }).runSession(goodRun);
  await client.heard(3);
  assert.equal(client.output, `${log_message}${EOL}`);
  // Pings arrive between the fragments.
  assert.ok(parts > 10, `${parts} pings`);
});

test('a stream that ends within a frame does not affect others', async (context) => {
  const fixture = await openEndpoint(context);
  const sockets = openSockets();
  const connection = await dialStream(fixture, { version: '2024-04-23' });
  await new Promise((resolve) => {
    connection.socket.write(frame({ payload: 'half', length: 100 }), resolve);
  });
  connection.socket.destroy();
  await assertWell(fixture, sockets);
});

test('a ping is answered with its data', async (context) => {
  const fixture = await openEndpoint(context);
  const { webSocket } = await listen(context, fixture, 'pinging', '2024-04-23');
  const pong = new Promise((resolve) => webSocket.once('pong', (data) => resolve(String(data))));
  webSocket.ping('are you there?');
  assert.equal(await pong, 'are you there?');
});

test('messages that a controller sends on the stream are ignored', async (context) => {
  const fixture = await openEndpoint(context);
  const client = await listen(context, fixture, 'talkative');
  client.webSocket.send('{"notification_type":"sessionTerminated"}');
  client.webSocket.send(Buffer.alloc(largest));
  const pong = new Promise((resolve) => client.webSocket.once('pong', resolve));
  client.webSocket.ping();
  await pong;
  assert.deepEqual(client.messages, []);
});

test("a controller's Close is answered", async (context) => {
  const fixture = await openEndpoint(context);
  const client = await listen(context, fixture, 'leaving');
  client.webSocket.close(1000);
  assert.equal((await client.closed).code, 1000);
});

test('a controller that reconnects continues where it was', async (context) => {
  const fixture = await openEndpoint(context);
  const controller = fixture.controller();
  const session = await controller.runSession(goodRun);
  await until('the session runs', () => fixture.runner.find(session.id) !== undefined);
  const run = fixture.runner.of(session.id);
  run.events.started(1);
  const sockets = openSockets();
  await controller.connect();
  await session.started;
  controller.interrupt();
  await untilSocketsAreBackTo(sockets);
  run.write('while away\n');
  await controller.connected();
  run.write('back again\n');
  run.events.ended(0);
  await session.terminated;
  assert.equal(session.stdout, 'while away\nback again\n');
});

test('a newer stream of the same controller replaces the older', async (context) => {
  const fixture = await openEndpoint(context);
  const older = await listen(context, fixture, 'same');
  const newer = await listen(context, fixture, 'same');
  assert.deepEqual(await older.closed, {
    code: 1000,
    reason: 'Another connection of the same controller took over.',
  });
  const controller = fixture.controller({ instanceId: 'same' });
  await controller.runSession(goodRun);
  await until('the session runs', () => fixture.runner.runs.length === 1);
  fixture.runner.runs[0]?.events.started(7);
  await newer.heard(1);
  assert.deepEqual(older.messages, []);
});
