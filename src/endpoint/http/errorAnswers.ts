import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock } from '../../common/clock.ts';
import type { Log } from '../../common/log.ts';
import { ProtocolError, type ProtocolErrorCode } from '../../protocol/errors.ts';
import { hasBody } from './body.ts';

const jsonType = 'application/json; charset=utf-8';

/** What the libraries call their failures, and what we answer to them. */
const libraryErrors: Readonly<Record<string, ProtocolErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'HeadersTooLarge',
  HPE_INVALID_EOF_STATE: 'IncompleteRequest',
  ERR_HTTP_REQUEST_TIMEOUT: 'RequestTimeout',
};

/** Turns whatever was thrown for a request into an answer of the error table. */
export function toProtocolError(error: unknown, log: Log): ProtocolError {
  if (error instanceof ProtocolError) return error;
  const { code, status } = (error ?? {}) as Record<string, unknown>;
  const known = libraryErrors[String(code)];
  if (known !== undefined) return new ProtocolError(known);
  if (typeof status === 'number' && status < 500) return new ProtocolError('MalformedRequest');
  log.error(
    `A request failed: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown'}`,
  );
  return new ProtocolError('InternalError');
}

/** What to answer to bytes that are no request. */
export function toConnectionError(error: NodeJS.ErrnoException): ProtocolError {
  return new ProtocolError(libraryErrors[String(error.code)] ?? 'MalformedRequest');
}

/** What goes with a status: how to be let in, and to what to change (RFC 9110, section 15.5; RFC 6455, section 4.4). */
const statusHeaders: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  401: { 'WWW-Authenticate': 'Bearer' },
  426: { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13' },
};

/** Answers a request with a value. */
export function answerJson(response: ServerResponse, value: object): void {
  const body = JSON.stringify(value);
  const headers = { 'Content-Type': jsonType, 'Content-Length': Buffer.byteLength(body) };
  response.writeHead(200, headers).end(body);
}

/** Answers a request with an error, at once. */
export function answerError(response: ServerResponse, error: ProtocolError, clock: Clock): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = JSON.stringify(error);
  response.statusCode = error.status;
  response.setHeader('Content-Type', jsonType);
  response.setHeader('Content-Length', Buffer.byteLength(body));
  response.setHeaders(new Map(Object.entries(statusHeaders[error.status] ?? {})));
  if (hasMoreToCome(response.req)) answerAndDrain(response, body, clock);
  else response.end(body);
}

/** Answers a request with an error as the last one on its connection, which is closed then. */
export function answerLast(response: ServerResponse, error: ProtocolError, clock: Clock): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
  answerError(response, error, clock);
}

/** How much of a body that won't be used is taken after the answer, in bytes and milliseconds. */
const mostDrained = 64 * 1024 * 1024;
const drainTime = 500;

/**
 * What is left of a body that won't be read isn't worth the connection; but a peer that still sends
 * may not get to see the answer if it is cut off at once (RFC 9112, section 9.6).
 */
function answerAndDrain(response: ServerResponse, body: string, clock: Clock): void {
  const { req: request } = response;
  let drained = 0;
  const end = (): void => {
    timer.dispose();
    response.end();
  };
  const timer = clock.after(drainTime, end);
  response.setHeader('Connection', 'close');
  response.write(body);
  request.once('close', end).once('end', end);
  request.on('data', (chunk: Buffer) => {
    drained += chunk.length;
    if (drained > mostDrained) end();
  });
  request.resume();
}

function hasMoreToCome({ complete, headers }: IncomingMessage): boolean {
  return hasBody(headers) && !complete;
}

/** Answers on a bare socket, where there is no request to answer yet or any more. */
export function writeError(socket: Duplex, error: ProtocolError): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify(error);
  const { Connection: option, ...headers } = statusHeaders[error.status] ?? {};
  const head = [
    `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status]}`,
    `Connection: ${option === undefined ? 'close' : `close, ${option}`}`,
    `Content-Type: ${jsonType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
