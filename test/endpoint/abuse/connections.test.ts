import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, Server, type Socket } from 'node:net';
import { test } from 'node:test';
import type { ProtocolErrorCode } from '../../../src/protocol/errors.ts';
import {
  type EndpointFixture,
  openEndpoint,
} from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import {
  openSockets,
  untilSocketsAreBackTo,
} from '../../../tools/fixtures/endpoint/openSockets.ts';
import {
  type RawConnection,
  requestText,
  type WireAnswer,
} from '../../../tools/fixtures/endpoint/rawConnection.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { assertRefused, dial, goodHeaders, sendRaw, sendWith } from '../http/answers.ts';

/** Opens a connection without a handshake. */
async function dialPlainly(fixture: EndpointFixture): Promise<Socket> {
  const socket = connect(fixture.port, '127.0.0.1');
  socket.on('error', () => {}).resume();
  await once(socket, 'connect');
  return socket;
}

const connectionLimits = { unauthenticated: 20, authenticated: 10 };

test('when there are too many connections without a token, the oldest are closed', async (context) => {
  const fixture = await openEndpoint(context, { settings: { connectionLimits } });
  const sockets = openSockets();
  const first = await Promise.all(Array.from({ length: 30 }, () => dialPlainly(fixture)));
  const last = await Promise.all(Array.from({ length: 20 }, () => dialPlainly(fixture)));
  for (const socket of first) if (!socket.closed) await once(socket, 'close');
  assert.ok(last.every((socket) => !socket.destroyed));
  assert.equal((await fixture.controller().request('GET', '/info')).status, 200);
  for (const socket of last) socket.destroy();
  await untilSocketsAreBackTo(sockets + 1);
});

const refused: Readonly<Record<string, Readonly<Record<string, string | undefined>>>> = {
  InvalidToken: { Authorization: 'Bearer wrong' },
  MissingAuthorization: { Authorization: undefined },
  UnsupportedAuthorizationScheme: { Authorization: 'Basic Og==' },
  HostNotAllowed: { Host: 'rebound.example' },
  OriginNotAllowed: { Origin: 'https://evil.example' },
};
const webSocket = { Connection: 'Upgrade', Upgrade: 'websocket' };

for (const [code, headers] of Object.entries(refused)) {
  test(`the response ${code} closes its connection`, async (context) => {
    const fixture = await openEndpoint(context);
    for (const more of [{}, webSocket, { 'Content-Length': '1000' }]) {
      const connection = await dial(fixture);
      const all = { ...goodHeaders(fixture), ...more, ...headers };
      connection.write(requestText('GET', '/run_session/notify', all));
      const answer = await connection.answer();
      assertRefused(answer, code as ProtocolErrorCode);
      assert.equal(answer?.headers['connection'], 'close');
      await connection.closed;
    }
  });
}

test('connections held open by refused requests do not lock out controllers', async (context) => {
  const fixture = await openEndpoint(context, { settings: { connectionLimits } });
  const connected = fixture.controller();
  await connected.connect();
  const peers: RawConnection[] = [];
  for (let count = 0; count < 50; count++) {
    const peer = await dial(fixture);
    peer.write(
      requestText('GET', '/info', { ...goodHeaders(fixture), ...refused['InvalidToken'] }),
    );
    peers.push(peer);
    if (count % 10 === 0) {
      assert.equal((await fixture.controller().request('GET', '/info')).status, 200);
    }
  }
  await Promise.all(peers.map(({ closed }) => closed));
  await connected.roundTrip();
});

test('connections without a token do not count towards the limit for controllers', async (context) => {
  const fixture = await openEndpoint(context, { settings: { connectionLimits } });
  const bare = await Promise.all(Array.from({ length: 20 }, () => dialPlainly(fixture)));
  const ask = async (connection: RawConnection): Promise<WireAnswer | undefined> => {
    connection.write(requestText('GET', '/info', goodHeaders(fixture)));
    return connection.answer();
  };
  const known: RawConnection[] = [];
  for (let count = 0; count < connectionLimits.authenticated; count++) {
    const connection = await dial(fixture);
    assert.equal((await ask(connection))?.status, 200);
    known.push(connection);
  }
  const beyond = await dial(fixture);
  assertRefused(await ask(beyond), 'TooManyConnections');
  await beyond.closed;
  for (const connection of known) assert.equal((await ask(connection))?.status, 200);
  known[0]?.socket.destroy();
  await known[0]?.closed;
  // The endpoint may still have to read that the connection was closed here.
  await until('its slot is free', async () => (await ask(await dial(fixture)))?.status === 200);
  for (const socket of bare) socket.destroy();
});

test('an error of a listening socket stops nothing', async (context) => {
  const listen = context.mock.method(Server.prototype, 'listen');
  const fixture = await openEndpoint(context);
  const servers = listen.mock.calls.map((call) => call.this as Server);
  assert.ok(servers.length > 0);
  for (const server of servers) {
    for (let count = 0; count < 3; count++) server.emit('error', new Error('accept EMFILE'));
  }
  assert.equal((await fixture.controller().request('GET', '/info')).status, 200);
});

test('requests with too many headers are refused whatever the names', async (context) => {
  const fixture = await openEndpoint(context);
  const headers = { ...goodHeaders(fixture), 'X-Large': 'x'.repeat(17_000) };
  assertRefused(await sendWith(fixture, 'GET', '/info', headers), 'HeadersTooLarge');
  const head = requestText('GET', '/info', goodHeaders(fixture)).trimEnd();
  for (const header of ['a:', ': :', `X-Long: ${'x'.repeat(100)}`]) {
    const answer = await sendRaw(fixture, `${head}\r\n${`${header}\r\n`.repeat(20_000)}\r\n`);
    // A peer that keeps sending may be disconnected before it has read the response.
    if (answer !== undefined) assert.ok([400, 431].includes(answer.status), answer.body);
  }
  assert.equal((await fixture.controller().request('GET', '/info')).status, 200);
});

test('headers that never end are cut off while other requests are served', async (context) => {
  const fixture = await openEndpoint(context, { settings: { headersTimeout: 200 } });
  const sockets = openSockets();
  const [first] = requestText('GET', '/info', goodHeaders(fixture)).split('\r\n\r\n');
  const slow = await Promise.all(Array.from({ length: 50 }, () => dial(fixture, first)));
  assert.equal((await fixture.controller().request('GET', '/info')).status, 200);
  for (const connection of slow) assertRefused(await connection.answer(), 'RequestTimeout');
  await Promise.all(slow.map(({ closed }) => closed));
  await untilSocketsAreBackTo(sockets + 1);
});

test('hundreds of pipelined requests only cost their own connection', async (context) => {
  const fixture = await openEndpoint(context);
  const sockets = openSockets();
  const connection = await dial(fixture);
  connection.socket.end(requestText('GET', '/info', goodHeaders(fixture)).repeat(500));
  for (let next = await connection.answer(); next; next = await connection.answer()) {
    if (next.status !== 200) assertRefused(next, 'MalformedRequest');
  }
  await untilSocketsAreBackTo(sockets);
  assert.equal((await fixture.controller().request('GET', '/info')).status, 200);
});
