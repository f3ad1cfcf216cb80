import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock } from '../../common/clock.ts';
import type { Log } from '../../common/log.ts';
import { ProtocolError, type ProtocolErrorCode } from '../../protocol/errors.ts';
import { hasBody } from './body.ts';

const jsonType = 'application/json; charset=utf-8';

/** Maps error codes of libraries to those of the protocol. */
const libraryErrors: Readonly<Record<string, ProtocolErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'HeadersTooLarge',
  HPE_INVALID_EOF_STATE: 'IncompleteRequest',
  ERR_HTTP_REQUEST_TIMEOUT: 'RequestTimeout',
};

/** Converts any error to an entry of the error table. */
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

/** Returns the error for bytes that are not a valid request. */
export function toConnectionError(error: NodeJS.ErrnoException): ProtocolError {
  return new ProtocolError(libraryErrors[String(error.code)] ?? 'MalformedRequest');
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

/** Sends an error response and closes the connection. */
export function answerLast(response: ServerResponse, error: ProtocolError, clock: Clock): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
  answerError(response, error, clock);
}

/** How much of an unused body is read after the response, in bytes and milliseconds. */
const maxDrained = 64 * 1024 * 1024;
const drainTime = 500;

/**
 * Sends a response before the body is read and closes the connection. Some of the rest is read first, since
 * a peer that is still sending might not receive the response otherwise (RFC 9112, section 9.6).
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
    if (drained > maxDrained) end();
  });
  request.resume();
}

function hasMoreToCome({ complete, headers }: IncomingMessage): boolean {
  return hasBody(headers) && !complete;
}

/** Writes an error response to a socket without a request. */
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
