import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Log } from '../common/log.ts';
import { ProtocolError, type ProtocolErrorCode } from '../protocol/errors.ts';

const jsonType = 'application/json; charset=utf-8';

/** What the libraries call their failures, and what we answer to them. */
const libraryErrors: Readonly<Record<string, ProtocolErrorCode>> = {
  'entity.too.large': 'BodyTooLarge',
  'entity.parse.failed': 'MalformedJson',
  'request.aborted': 'IncompleteRequest',
  'request.size.invalid': 'IncompleteRequest',
  'encoding.unsupported': 'UnsupportedContentEncoding',
  'charset.unsupported': 'UnsupportedCharset',
  HPE_HEADER_OVERFLOW: 'HeadersTooLarge',
  HPE_INVALID_EOF_STATE: 'IncompleteRequest',
  ERR_HTTP_REQUEST_TIMEOUT: 'RequestTimeout',
};

/** Turns whatever was thrown for a request into an answer of the error table. */
export function toProtocolError(error: unknown, log: Log): ProtocolError {
  if (error instanceof ProtocolError) return error;
  const { type, code, status } = (error ?? {}) as Record<string, unknown>;
  const known = libraryErrors[String(type)] ?? libraryErrors[String(code)];
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

/** Answers a request with an error. */
export function answerError(response: ServerResponse, error: ProtocolError): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = JSON.stringify(error);
  response.statusCode = error.status;
  response.setHeader('Content-Type', jsonType);
  response.setHeader('Content-Length', Buffer.byteLength(body));
  if (error.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  // What is left of a body that won't be read isn't worth the connection.
  if (hasMoreToCome(response.req)) response.setHeader('Connection', 'close');
  response.end(body);
}

function hasMoreToCome({ complete, headers }: IncomingMessage): boolean {
  const hasBody =
    headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  return hasBody && !complete;
}

/** Answers on a bare socket, where there is no request to answer yet or any more. */
export function writeError(socket: Duplex, error: ProtocolError): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify(error);
  const head = [
    `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status]}`,
    'Connection: close',
    `Content-Type: ${jsonType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...(error.status === 401 ? ['WWW-Authenticate: Bearer'] : []),
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
