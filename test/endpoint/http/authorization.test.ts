import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { ProtocolErrorCode } from '../../../src/protocol/errors.ts';
import {
  type EndpointFixture,
  goodRun,
  openEndpoint,
} from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import { requestText } from '../../../tools/fixtures/endpoint/rawConnection.ts';
import { assertRefused, dial, goodHeaders, sendRaw, sendWith } from './answers.ts';

const version = '?api-version=2025-10-01';
const upgrade = { Connection: 'Upgrade', Upgrade: 'websocket' };

/** Invalid headers are refused for HTTP and for the WebSocket alike. */
async function assertHeadersRefused(
  context: TestContext,
  code: ProtocolErrorCode,
  headersFor: (fixture: EndpointFixture) => Record<string, string | undefined>,
): Promise<void> {
  const fixture = await openEndpoint(context);
  const headers = headersFor(fixture);
  assertRefused(await sendWith(fixture, 'GET', '/info', headers), code);
  const asWebSocket = { ...headers, ...upgrade };
  assertRefused(await sendWith(fixture, 'GET', `/run_session/notify${version}`, asWebSocket), code);
}

for (const path of ['/run_session', '/elsewhere']) {
  test(`a wrong token is refused before the body of a request for ${path} has arrived`, async (context) => {
    const fixture = await openEndpoint(context);
    const body = JSON.stringify(goodRun);
    const headers = {
      ...goodHeaders(fixture),
      Authorization: 'Bearer wrong',
      'Content-Type': 'application/json',
      'Content-Length': String(body.length),
    };
    const connection = await dial(fixture);
    const half = body.slice(0, body.length / 2);
    connection.write(requestText('PUT', `${path}${version}`, headers, half));
    const answer = await connection.answer();
    assertRefused(answer, 'InvalidToken');
    assert.equal(answer?.headers['connection'], 'close');
    await connection.closed;
    assert.equal(fixture.runner.runs.length, 0);
  });
}

test('an unauthorised request with an invalid body is answered with Unauthorized', async (context) => {
  const fixture = await openEndpoint(context);
  const options = { headers: { authorization: 'Bearer wrong' }, body: '{"broken' };
  assertRefused(await fixture.controller().request('PUT', '/run_session', options), 'InvalidToken');
});

for (const scheme of ['Bearer', 'bearer', 'BEARER', 'Bearer  ']) {
  test(`the authentication scheme may be written '${scheme}'`, async (context) => {
    const fixture = await openEndpoint(context);
    const headers = { Authorization: `${scheme} ${fixture.token}` };
    assert.equal((await sendWith(fixture, 'GET', '/info', headers))?.status, 200);
  });
}

const credentials: Readonly<Record<string, (token: string) => string>> = {
  'the token alone': (token) => token,
  'the token with another scheme': (token) => `Token ${token}`,
  'the scheme without a token': () => 'Bearer',
  'the token twice': (token) => `Bearer ${token} ${token}`,
};
for (const [what, authorization] of Object.entries(credentials)) {
  test(`${what} is refused`, (context) =>
    assertHeadersRefused(context, 'UnsupportedAuthorizationScheme', ({ token }) => ({
      Authorization: authorization(token),
    })));
}

test('requests without authorization are refused', (context) =>
  assertHeadersRefused(context, 'MissingAuthorization', () => ({ Authorization: undefined })));

test('a token in the wrong place is refused', async (context) => {
  const fixture = await openEndpoint(context);
  const target = `/info?token=${fixture.token}&access_token=${fixture.token}`;
  const answer = await sendWith(fixture, 'GET', target, { Authorization: undefined });
  assertRefused(answer, 'MissingAuthorization');
  assert.ok(!answer?.body.includes(fixture.token));
});

const foreignHosts: Readonly<Record<string, (port: number) => string | undefined>> = {
  'a name that leads to loopback': (port) => `rebound.example:${port}`,
  'a name that begins with a valid one': (port) => `localhost.example:${port}`,
  'a name that ends with a valid one': (port) => `notlocalhost:${port}`,
  'another port': (port) => `localhost:${port === 65_535 ? 1 : port + 1}`,
  'another address': (port) => `127.0.0.2:${port}`,
  'an address without its brackets': (port) => `::1:${port}`,
  nothing: () => '',
  'no header at all': () => undefined,
};
for (const [what, host] of Object.entries(foreignHosts)) {
  test(`a request whose Host is ${what} is refused`, (context) =>
    assertHeadersRefused(context, 'HostNotAllowed', ({ port }) => ({ Host: host(port) })));
}

test('every name of loopback is a valid Host', async (context) => {
  const fixture = await openEndpoint(context);
  for (const name of ['localhost', 'LocalHost', '127.0.0.1', '[::1]']) {
    for (const host of [name, `${name}:${fixture.port}`]) {
      const answer = await sendWith(fixture, 'GET', '/info', { Host: host });
      assert.equal(answer?.status, 200, host);
    }
  }
});

for (const origin of ['https://evil.example', 'https://localhost', 'null', 'file://', '']) {
  test(`a request with the Origin '${origin}' is refused`, (context) =>
    assertHeadersRefused(context, 'OriginNotAllowed', () => ({ Origin: origin })));
}

test('a request with a wrong host is refused before its token is checked', async (context) => {
  const fixture = await openEndpoint(context);
  const headers = { Host: 'rebound.example', Authorization: 'Bearer guess' };
  assertRefused(await sendWith(fixture, 'GET', '/info', headers), 'HostNotAllowed');
});

test('a second Host header does not override the first', async (context) => {
  const fixture = await openEndpoint(context);
  const { Host: own, ...others } = goodHeaders(fixture);
  const request = requestText('GET', '/info', { Host: 'rebound.example', ...others });
  const [first, ...rest] = request.split('\r\n');
  const doubled = [first, ...rest.slice(0, 1), `Host: ${own}`, ...rest.slice(1)].join('\r\n');
  assertRefused(await sendRaw(fixture, doubled), 'HostNotAllowed');
});
