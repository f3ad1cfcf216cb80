import assert from 'node:assert/strict';
import { ProtocolError, type ProtocolErrorCode } from '../../../src/protocol/errors.ts';
import type { RawAnswer } from '../../controller/httpExchange.ts';
import type { EndpointRoom } from '../../support/endpointRoom.ts';
import {
  connectRaw,
  type RawConnection,
  requestText,
  type WireAnswer,
} from '../../support/rawConnection.ts';

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
export function goodHeaders({ port, token }: EndpointRoom): Record<string, string> {
  return {
    Host: `localhost:${port}`,
    Authorization: `Bearer ${token}`,
    'Microsoft-Developer-DCP-Instance-ID': 'rawcontroller',
  };
}

/** A connection on which a test writes whatever it wants; `first` is sent with the end of the handshake. */
export function dial({ host }: EndpointRoom, first = ''): Promise<RawConnection> {
  return connectRaw(host.endpoint, {}, first);
}

/** Sends a request as it stands and gives the answer, if one comes. */
export async function sendRaw(room: EndpointRoom, bytes: string): Promise<WireAnswer | undefined> {
  const connection = await dial(room);
  connection.write(bytes);
  const answer = await connection.answer();
  connection.socket.destroy();
  return answer;
}

/** Sends a request that would be let in, with changes to its headers; `undefined` leaves one out. */
export function sendWith(
  room: EndpointRoom,
  method: string,
  target: string,
  headers: Readonly<Record<string, string | undefined>> = {},
  body = '',
): Promise<WireAnswer | undefined> {
  return sendRaw(room, requestText(method, target, { ...goodHeaders(room), ...headers }, body));
}
