import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type EndpointFixture,
  goodRun,
  openEndpoint,
} from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import { requestText, type WireAnswer } from '../../../tools/fixtures/endpoint/rawConnection.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { assertRefused, dial, goodHeaders } from '../http/answers.ts';

const target = '/run_session?api-version=2025-10-01';
const body = JSON.stringify({ ...goodRun, args: ['a'.repeat(100_000)] });

/** Headers of a client that offers an upgrade to HTTP/2 (RFC 7540, section 3.2). */
function h2c(fixture: EndpointFixture): Record<string, string> {
  return {
    ...goodHeaders(fixture),
    Connection: 'Upgrade, HTTP2-Settings',
    Upgrade: 'h2c',
    'HTTP2-Settings': 'AAMAAABkAARAAAAAAAIAAAAA',
  };
}

test('a request that offers an upgrade to another protocol is served, in one piece or in many', async (context) => {
  const fixture = await openEndpoint(context);
  const headers = {
    ...h2c(fixture),
    'Content-Type': 'application/json',
    'Content-Length': String(body.length),
  };
  const text = requestText('PUT', target, headers, body);
  const connection = await dial(fixture);
  for (const pieces of [
    [text],
    [text.slice(0, 700), text.slice(700)],
    [...(text.match(/[^]{1,9000}/g) ?? [])],
  ]) {
    for (const piece of pieces) {
      connection.write(piece);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const answer = await connection.answer();
    assert.equal(answer?.status, 201, answer?.body);
  }
  // The connection remains usable.
  connection.write(requestText('GET', '/info', goodHeaders(fixture)));
  assert.equal((await connection.answer())?.status, 200);
  await until('all sessions run', () => fixture.runner.runs.length === 3);
});

const others: Readonly<
  Record<string, [method: string, target: string, upgrade: string, status: number]>
> = {
  'GET /info': ['GET', '/info', 'h2c', 200],
  'GET /info with WebSocket offered for a path that has none': ['POST', '/info', 'websocket', 405],
  'DELETE of a session': ['DELETE', '/run_session/x?api-version=2025-10-01', 'h2c', 204],
  'GET of the stream': ['GET', '/run_session/notify', 'h2c', 426],
};
for (const [what, [method, path, upgrade, status]] of Object.entries(others)) {
  test(`${what} with Upgrade: ${upgrade} is answered ${status}`, async (context) => {
    const fixture = await openEndpoint(context);
    const connection = await dial(fixture);
    connection.write(requestText(method, path, { ...h2c(fixture), Upgrade: upgrade }));
    assert.equal((await connection.answer())?.status, status);
  });
}

test('a request that offers another protocol needs the token too', async (context) => {
  const fixture = await openEndpoint(context);
  const connection = await dial(fixture);
  connection.write(requestText('GET', '/info', { ...h2c(fixture), Authorization: 'Bearer wrong' }));
  assertRefused(await connection.answer(), 'InvalidToken');
  await connection.closed;
});

test('a second request smuggled into a request for another protocol is not served', async (context) => {
  const fixture = await openEndpoint(context);
  const connection = await dial(fixture);
  const second = requestText('GET', '/info', {
    ...goodHeaders(fixture),
    Authorization: 'Bearer wrong',
  });
  connection.write(requestText('GET', '/info', h2c(fixture)) + second);
  assert.equal((await connection.answer())?.status, 200);
  assertRefused(await connection.answer(), 'InvalidToken');
  await connection.closed;
});

async function connectThrough(
  fixture: EndpointFixture,
  headers: Readonly<Record<string, string>> = {},
): Promise<WireAnswer | undefined> {
  const connection = await dial(fixture);
  const all = { ...goodHeaders(fixture), ...headers };
  connection.write(requestText('CONNECT', `localhost:${fixture.port}`, all));
  const answer = await connection.answer();
  await connection.closed;
  return answer;
}

test('CONNECT is refused like any unsupported method', async (context) => {
  const fixture = await openEndpoint(context);
  assertRefused(await connectThrough(fixture), 'MethodNotAllowed');
  const wrong = { Authorization: 'Bearer wrong' };
  assertRefused(await connectThrough(fixture, wrong), 'InvalidToken');
});
