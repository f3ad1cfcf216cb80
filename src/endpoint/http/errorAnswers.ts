import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock } from '../../common/clock.ts';
import type { Log } from '../../common/log.ts';
import { type Answer, answerEarly, writeAnswer } from '../../common/server/lastAnswer.ts';
import { RequestError, toRequestErrorCode } from '../../common/server/requestError.ts';
import { ProtocolError } from '../../protocol/errors.ts';

const jsonType = 'application/json; charset=utf-8';

/** Converts any error to an entry of the error table. */
export function toProtocolError(error: unknown, log: Log): ProtocolError {
  if (error instanceof ProtocolError) return error;
  if (error instanceof RequestError) return new ProtocolError(error.code);
  const known = toRequestErrorCode(error);
  if (known !== undefined) return new ProtocolError(known);
  const { status } = (error ?? {}) as Record<string, unknown>;
  if (typeof status === 'number' && status < 500) return new ProtocolError('MalformedRequest');
  log.error(
    `A request failed: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown'}`,
  );
  return new ProtocolError('InternalError');
}

/** Headers that a status requires (RFC 9110, section 15.5; RFC 6455, section 4.4). */
const statusHeaders: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  401: { 'WWW-Authenticate': 'Bearer' },
  426: { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13' },
};

/** Sends a JSON response. */
export function answerJson(response: ServerResponse, value: object): void {
  const body = JSON.stringify(value);
  const headers = { 'Content-Type': jsonType, 'Content-Length': Buffer.byteLength(body) };
  response.writeHead(200, headers).end(body);
}

/** Sends an error response. */
export function answerError(response: ServerResponse, error: ProtocolError, clock: Clock): void {
  answerEarly(response, toAnswer(error), clock);
}

/** Writes an error response to a socket without a request. */
export function writeError(socket: Duplex, error: ProtocolError): void {
  writeAnswer(socket, toAnswer(error));
}

function toAnswer(error: ProtocolError): Answer {
  const headers = { 'Content-Type': jsonType, ...statusHeaders[error.status] };
  return { status: error.status, headers, body: JSON.stringify(error) };
}
