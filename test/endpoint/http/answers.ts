import assert from 'node:assert/strict';
import { ProtocolError, type ProtocolErrorCode } from '../../../src/protocol/errors.ts';
import type { RawAnswer } from '../../../tools/controller/httpExchange.ts';
import type { EndpointFixture } from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import {
  connectRaw,
  type RawConnection,
  requestText,
  type WireAnswer,
} from '../../../tools/fixtures/endpoint/rawConnection.ts';

/** What a refusal says. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly details?: readonly { readonly code: string; readonly message: string }[];
}

/** Asserts that an answer is this error in every respect, and gives what it says. */
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

/** The headers by which a request is let in. */
export function goodHeaders({ port, token }: EndpointFixture): Record<string, string> {
  return {
    Host: `localhost:${port}`,
    Authorization: `Bearer ${token}`,
    'Microsoft-Developer-DCP-Instance-ID': 'rawcontroller',
  };
}

/** A connection on which a test writes whatever it wants; `first` is sent with the end of the handshake. */
export function dial({ host }: EndpointFixture, first = ''): Promise<RawConnection> {
  return connectRaw(host.endpoint, {}, first);
}

/** Sends a request as it stands and gives the answer, if one comes. */
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

/** Sends a request that would be let in, with changes to its headers; `undefined` leaves one out. */
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
