import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock } from '../clock.ts';
import { hasBody } from './body.ts';

/** The answer to a request that is refused. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends an answer, whether or not the request has arrived completely. Closes the connection in the latter case. */
export function answerEarly(
  response: ServerResponse,
  { body, headers, status }: Answer,
  clock: Clock,
): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.statusCode = status;
  response.setHeaders(new Map(Object.entries(headers)));
  response.setHeader('Content-Length', Buffer.byteLength(body));
  if (hasMoreToCome(response.req)) answerAndDrain(response, body, clock);
  else response.end(body);
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

/** Writes an answer to a socket without a request, and closes it. */
export function writeAnswer(socket: Duplex, { body, headers, status }: Answer): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const { Connection: option, ...others } = headers;
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `Connection: ${option === undefined ? 'close' : `close, ${option}`}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...Object.entries(others).map(([name, value]) => `${name}: ${value}`),
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
