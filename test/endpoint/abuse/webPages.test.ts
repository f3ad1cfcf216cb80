import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import {
  type EndpointFixture,
  openEndpoint,
} from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import { requestText, type WireAnswer } from '../../../tools/fixtures/endpoint/rawConnection.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { assertRefused, dial, goodHeaders, handshake, sendRaw, sendWith } from '../http/answers.ts';

const stream = '/run_session/notify?api-version=2025-10-01';

function shakeHands(
  fixture: EndpointFixture,
  headers: Readonly<Record<string, string | undefined>>,
): Promise<WireAnswer | undefined> {
  return sendWith(fixture, 'GET', stream, { ...handshake, ...headers });
}

test('a host name that was rebound to loopback is refused for requests and WebSockets', async (context) => {
  const fixture = await openEndpoint(context);
  const Host = `rebound.example:${fixture.port}`;
  assertRefused(await sendWith(fixture, 'GET', '/info', { Host }), 'HostNotAllowed');
  assertRefused(await sendWith(fixture, 'PUT', '/run_session', { Host }), 'HostNotAllowed');
  assertRefused(await shakeHands(fixture, { Host }), 'HostNotAllowed');
});

test("a web page can't open a WebSocket, even with the token", async (context) => {
  const fixture = await openEndpoint(context);
  for (const Origin of ['https://evil.example', `https://localhost:${fixture.port}`, 'null', '']) {
    assertRefused(await shakeHands(fixture, { Origin }), 'OriginNotAllowed');
  }
});

test("an old browser's web page, which sends its origin in another header, can't open a WebSocket", async (context) => {
  const fixture = await openEndpoint(context);
  const headers = { 'Sec-WebSocket-Version': '8', 'Sec-WebSocket-Origin': 'https://evil.example' };
  assertRefused(await shakeHands(fixture, headers), 'OriginNotAllowed');
});

test('a token sent as a subprotocol, the only header a web page can choose, is refused', async (context) => {
  const fixture = await openEndpoint(context);
  const answer = await shakeHands(fixture, {
    Authorization: undefined,
    'Sec-WebSocket-Protocol': `bearer, ${fixture.token}`,
  });
  assertRefused(answer, 'MissingAuthorization');
});

test("a web page's CORS preflight request is refused", async (context) => {
  const fixture = await openEndpoint(context);
  const answer = await sendWith(fixture, 'OPTIONS', '/run_session', {
    Origin: 'https://evil.example',
    Authorization: undefined,
    'Access-Control-Request-Method': 'PUT',
    'Access-Control-Request-Private-Network': 'true',
  });
  assertRefused(answer, 'OriginNotAllowed');
  const allowing = Object.keys(answer?.headers ?? {}).filter((name) => name.startsWith('access-'));
  assert.deepEqual(allowing, []);
});

test('an Origin header after thousands of others is found', async (context) => {
  const fixture = await openEndpoint(context);
  const head = requestText('GET', '/info', goodHeaders(fixture)).trimEnd();
  const answer = await sendRaw(fixture, `${head}\r\n${'a:\r\n'.repeat(2_500)}Origin: null\r\n\r\n`);
  assertRefused(answer, 'OriginNotAllowed');
});

const oddHandshakes: Readonly<Record<string, Readonly<Record<string, string | undefined>>>> = {
  'without a version': { 'Sec-WebSocket-Version': undefined },
  'without a key': { 'Sec-WebSocket-Key': undefined },
  'with a short key': { 'Sec-WebSocket-Key': 'c2hvcnQ=' },
  'with a key that is not base64': { 'Sec-WebSocket-Key': '*'.repeat(24) },
  'with invalid subprotocols': { 'Sec-WebSocket-Protocol': 'a,,b' },
};
for (const [what, headers] of Object.entries(oddHandshakes)) {
  test(`a handshake ${what} is answered InvalidUpgrade`, async (context) => {
    const fixture = await openEndpoint(context);
    assertRefused(await shakeHands(fixture, headers), 'InvalidUpgrade');
  });
}

for (const version of ['8', '7', '14', '13, 8', '13.0', '0x0d', '']) {
  test(`a handshake of version '${version}' is answered with the supported version`, async (context) => {
    const fixture = await openEndpoint(context);
    const answer = await shakeHands(fixture, { 'Sec-WebSocket-Version': version });
    assertRefused(answer, 'UnsupportedWebSocketVersion');
    assert.equal(answer?.headers['sec-websocket-version'], '13');
    assert.equal(answer?.headers['upgrade'], 'websocket');
  });
}

test('a handshake for another path opens no stream', async (context) => {
  const fixture = await openEndpoint(context);
  assertRefused(await shakeHands(fixture, { Upgrade: 'h2c' }), 'UpgradeRequired');
});

for (const method of ['POST', 'PUT', 'HEAD']) {
  test(`a ${method} handshake opens no stream`, async (context) => {
    const fixture = await openEndpoint(context);
    const connection = await dial(fixture);
    connection.write(requestText(method, stream, { ...goodHeaders(fixture), ...handshake }));
    await until('it is answered', () => connection.received.includes('\r\n\r\n'));
    assert.match(connection.received, /^HTTP\/1\.1 4\d\d /);
    connection.socket.destroy();
  });
}

test('compression and extensions offered by a peer are not used', async (context) => {
  const fixture = await openEndpoint(context);
  const extensions = 'permessage-deflate; client_max_window_bits; server_max_window_bits=8, x-y';
  const answer = await shakeHands(fixture, { 'Sec-WebSocket-Extensions': extensions });
  assert.equal(answer?.status, 101);
  assert.equal(answer.headers['sec-websocket-extensions'], undefined);
});

test('a connection without TLS gets no response', async (context) => {
  const fixture = await openEndpoint(context);
  const socket = connect(fixture.port, '127.0.0.1');
  socket.on('error', () => {});
  const received: Buffer[] = [];
  socket.on('data', (bytes) => received.push(bytes));
  socket.write(requestText('GET', '/info', goodHeaders(fixture)));
  await new Promise((resolve) => socket.once('close', resolve));
  assert.doesNotMatch(Buffer.concat(received).toString('latin1'), /HTTP/);
});
