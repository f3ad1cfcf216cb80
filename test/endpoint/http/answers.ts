import assert from 'node:assert/strict';
import { ProtocolError, type ProtocolErrorCode } from '../../../src/protocol/errors.ts';
import type { RawAnswer } from '../../../tools/controller/connection/httpExchange.ts';
import type { EndpointFixture } from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import {
  connectRaw,
  type RawConnection,
  requestText,
  type WireAnswer,
} from '../../../tools/fixtures/endpoint/rawConnection.ts';

/** The body of an error response. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly details?: readonly { readonly code: string; readonly message: string }[];
}

/** Asserts that a response is this error in every respect, and returns its body. */
export function assertRefused(
  answer: RawAnswer | WireAnswer | undefined,
  code: ProtocolErrorCode,
): Refusal {
  assert.ok(answer !== undefined, `The connection ended without the answer ${code}.`);
  const text = 'body' in answer ? answer.body : answer.text;
  const { error } = JSON.parse(text) as { error: Refusal };
  const expected = new ProtocolError(code);
  assert.equal(error.code, code);
  assert.equal(answer.status, expected.status);
  assert.ok(error.message.startsWith(expected.message), error.message);
  assert.equal(answer.headers['content-type'], 'application/json; charset=utf-8');
  assert.equal(answer.headers['content-length'], String(Buffer.byteLength(text)));
  assert.doesNotMatch(text, /<html|\n {4}at |\.ts:|node_modules/i);
  return error;
}

/** The headers of a valid request. */
export function goodHeaders({ port, token }: EndpointFixture): Record<string, string> {
  return {
    Host: `localhost:${port}`,
    Authorization: `Bearer ${token}`,
    'Microsoft-Developer-DCP-Instance-ID': 'rawcontroller',
  };
}

/** The headers that ask for a WebSocket. */
export const handshake: Readonly<Record<string, string>> = {
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version': '13',
};

/** A connection on which a test writes raw bytes; `first` is sent with the end of the handshake. */
export function dial({ host }: EndpointFixture, first = ''): Promise<RawConnection> {
  return connectRaw(host.endpoint, {}, first);
}

interface StreamOptions {
  readonly instanceId?: string;
  readonly version?: string;
}

/** A connection to the stream of notifications, on which a test writes raw frames. */
export async function dialStream(
  fixture: EndpointFixture,
  { instanceId, version = '2025-10-01' }: StreamOptions = {},
): Promise<RawConnection> {
  const connection = await dial(fixture);
  const headers = {
    ...goodHeaders(fixture),
    ...(instanceId !== undefined && { 'Microsoft-Developer-DCP-Instance-ID': instanceId }),
    ...handshake,
  };
  connection.write(requestText('GET', `/run_session/notify?api-version=${version}`, headers));
  assert.equal((await connection.answer())?.status, 101);
  return connection;
}

/** Sends a raw request and returns the response, if there is one. */
export async function sendRaw(
  fixture: EndpointFixture,
  bytes: string,
): Promise<WireAnswer | undefined> {
  const connection = await dial(fixture);
  connection.write(bytes);
  const answer = await connection.answer();
  connection.socket.destroy();
  return answer;
}

/** Sends a valid request with changed headers; `undefined` omits one. */
export function sendWith(
  fixture: EndpointFixture,
  method: string,
  target: string,
  headers: Readonly<Record<string, string | undefined>> = {},
  body = '',
): Promise<WireAnswer | undefined> {
  return sendRaw(
    fixture,
    requestText(method, target, { ...goodHeaders(fixture), ...headers }, body),
  );
}
