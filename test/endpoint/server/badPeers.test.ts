import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import type { HostSettings } from '../../../src/host/settings.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import {
  type EndpointFixture,
  openEndpoint,
} from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import {
  openSockets,
  untilSocketsAreBackTo,
} from '../../../tools/fixtures/endpoint/openSockets.ts';
import { requestText } from '../../../tools/fixtures/endpoint/rawConnection.ts';
import { assertRefused, dial, goodHeaders } from '../http/answers.ts';

/**
 * The first bytes of a TLS record that contains a ClientHello of 512 bytes (RFC 8446, section 5.1).
 */
const halfClientHello = Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03]);

async function dialPlainly(fixture: EndpointFixture): Promise<Socket> {
  const socket = connect(fixture.port, '127.0.0.1');
  socket.on('error', () => {}).resume();
  await once(socket, 'connect');
  return socket;
}

async function openCounted(
  context: TestContext,
  settings: Partial<HostSettings> = {},
): Promise<{ fixture: EndpointFixture; assertWell: () => Promise<void> }> {
  const fixture = await openEndpoint(context, { settings });
  const sockets = openSockets();
  return {
    fixture,
    async assertWell() {
      await untilSocketsAreBackTo(sockets);
      const controller = fixture.controller();
      assert.equal((await controller.request('GET', '/info')).status, 200);
      assert.equal((await controller.upgrade()).status, 101);
      assert.equal(fixture.runner.runs.length, 0);
    },
  };
}

const noHandshakes = {
  garbage: Buffer.from('\0\x01\x02 no TLS at all'),
  'a ClientHello with garbage in it': Buffer.concat([halfClientHello, Buffer.alloc(600, 0xff)]),
  'an alert': Buffer.from([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28]),
};
for (const [what, bytes] of Object.entries(noHandshakes)) {
  test(`a peer that sends ${what} instead of a handshake is disconnected`, async (context) => {
    const { fixture, assertWell } = await openCounted(context);
    const socket = await dialPlainly(fixture);
    socket.write(bytes);
    await once(socket, 'close');
    await assertWell();
  });
}

const unfinished = { nothing: Buffer.alloc(0), 'half a ClientHello': halfClientHello };
for (const [what, bytes] of Object.entries(unfinished)) {
  test(`a peer that sends ${what} and waits is disconnected in time`, async (context) => {
    const { fixture, assertWell } = await openCounted(context, { handshakeTimeout: 50 });
    const socket = await dialPlainly(fixture);
    socket.write(bytes);
    await once(socket, 'close');
    await assertWell();
  });

  test(`a peer that sends ${what} and disconnects leaves nothing behind`, async (context) => {
    const { fixture, assertWell } = await openCounted(context);
    const socket = await dialPlainly(fixture);
    await new Promise((resolve) => socket.write(bytes, resolve));
    socket.destroy();
    await assertWell();
  });
}

test('headers that do not end in time are refused', async (context) => {
  const { fixture, assertWell } = await openCounted(context, { headersTimeout: 60 });
  const whole = requestText('GET', '/info', goodHeaders(fixture));
  const connection = await dial(fixture, whole.slice(0, -2));
  // Sending a header now and then doesn't extend the timeout.
  const dripping = setInterval(() => connection.write('X: y\r\n'), 5);
  afterTest(context, () => clearInterval(dripping));
  assertRefused(await connection.answer(), 'RequestTimeout');
  clearInterval(dripping);
  await connection.closed;
  await assertWell();
});

test('a body that does not end in time is refused, and nothing starts', async (context) => {
  const { fixture, assertWell } = await openCounted(context, {
    headersTimeout: 60,
    requestTimeout: 80,
  });
  const headers = {
    ...goodHeaders(fixture),
    'Content-Type': 'application/json',
    'Content-Length': '1000',
  };
  const path = '/run_session?api-version=2025-10-01';
  const connection = await dial(fixture, requestText('PUT', path, headers, '{"env":'));
  assertRefused(await connection.answer(), 'RequestTimeout');
  await connection.closed;
  await assertWell();
});

test('a peer that is silent after the handshake is disconnected in time', async (context) => {
  const { fixture, assertWell } = await openCounted(context, { headersTimeout: 60 });
  const connection = await dial(fixture);
  await connection.closed;
  await assertWell();
});

test('a hundred misbehaving peers at once leave nothing behind', async (context) => {
  const { fixture, assertWell } = await openCounted(context, { handshakeTimeout: 500 });
  const peers = Array.from({ length: 100 }, async (_, index) => {
    const socket = await dialPlainly(fixture);
    socket.write(index % 2 === 0 ? halfClientHello : noHandshakes.garbage);
    if (index % 4 === 0) socket.destroy();
    else await once(socket, 'close');
  });
  await Promise.all(peers);
  await assertWell();
});
