import type { ServerResponse } from 'node:http';
import type { Clock } from '../../common/clock.ts';
import type { Log } from '../../common/log.ts';
import { type Answer, answerEarly } from '../../common/server/lastAnswer.ts';
import {
  RequestError,
  type RequestErrorCode,
  toRequestErrorCode,
} from '../../common/server/requestError.ts';
import { StatusError, type StatusReason } from './status.ts';

export const jsonType = 'application/json';

/** Sends JSON that is already encoded. */
export function sendJson(response: ServerResponse, body: string, status = 200): void {
  const headers = { 'Content-Type': jsonType, 'Content-Length': Buffer.byteLength(body) };
  response.writeHead(status, headers).end(body);
}

/** Sends the answer to a failed request. */
export function sendError(response: ServerResponse, error: StatusError, clock: Clock): void {
  answerEarly(response, toAnswer(error), clock);
}

/** Returns the answer to a failed request. */
export function toAnswer(error: StatusError): Answer {
  const { code, details } = error;
  const headers = {
    'Content-Type': jsonType,
    ...(code === 401 && { 'WWW-Authenticate': 'Bearer' }),
    ...(details?.retryAfterSeconds && { 'Retry-After': String(details.retryAfterSeconds) }),
  };
  return { status: code, headers, body: JSON.stringify(error) };
}

/** The answers to requests that are refused before they are routed. */
const refusals: Readonly<Record<RequestErrorCode, readonly [StatusReason, string]>> = {
  BodyTooComplex: ['BadRequest', 'The body has too many values or is nested too deeply.'],
  BodyTooLarge: ['RequestEntityTooLarge', 'The body is too large.'],
  HeadersTooLarge: ['BadRequest', 'The headers are too large.'],
  HostNotAllowed: ['Forbidden', 'The Host header must name a loopback address.'],
  IncompleteRequest: ['BadRequest', 'The request ended before it was complete.'],
  InvalidContentEncoding: ['BadRequest', 'The body does not match its Content-Encoding.'],
  InvalidToken: ['Unauthorized', 'Unauthorized'],
  MalformedJson: ['BadRequest', 'The body must be one JSON object in UTF-8.'],
  MalformedRequest: ['BadRequest', 'The request is not valid HTTP.'],
  MissingAuthorization: ['Unauthorized', 'Unauthorized'],
  OriginNotAllowed: ['Forbidden', 'Requests of web pages are not allowed.'],
  RequestTimeout: ['Timeout', 'The request did not arrive in time.'],
  TooManyConnections: ['TooManyRequests', 'There are too many connections. Close some of them.'],
  UnsupportedAuthorizationScheme: ['Unauthorized', 'Unauthorized'],
  UnsupportedCharset: ['UnsupportedMediaType', 'The body must be in UTF-8.'],
  UnsupportedContentEncoding: [
    'UnsupportedMediaType',
    'The Content-Encoding must be gzip, deflate or br.',
  ],
  UnsupportedMediaType: ['UnsupportedMediaType', 'The body must be JSON.'],
};

/** Returns the error for a request that is refused before it is routed. */
export function refusal(code: RequestErrorCode): StatusError {
  const [reason, message] = refusals[code];
  return new StatusError(reason, message);
}

/** Converts any error to the one that is answered. Unexpected ones are logged. */
export function toStatusError(error: unknown, log: Log): StatusError {
  if (error instanceof StatusError) return error;
  const code = error instanceof RequestError ? error.code : toRequestErrorCode(error);
  if (code !== undefined) return refusal(code);
  const { status } = (error ?? {}) as Record<string, unknown>;
  if (typeof status === 'number' && status < 500) return refusal('MalformedRequest');
  log.error(
    `An API request failed: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown'}`,
  );
  return new StatusError('InternalError', 'The request failed. See the log of IDE Session Host.');
}
