import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** Whether a request asks for a WebSocket, the only protocol that connections are upgraded to. */
export function asksForWebSocket({ headers, method }: IncomingMessage): boolean {
  return method === 'GET' && /\bwebsocket\b/i.test(headers.upgrade ?? '');
}

/**
 * Serves a request as if it had not asked for another protocol, as any server may (RFC 9110, section
 * 7.8). Node has given up its connection, so it is handed to `server` once more, by `event`, with the
 * request in front that it is without the question.
 */
export function ignoreUpgrade(
  server: Server,
  event: string,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  socket.unshift(Buffer.concat([Buffer.from(toText(request), 'latin1'), head]));
  server.emit(event, socket);
}

/** The head of a request without the headers that ask for another protocol. */
function toText({ httpVersion, method, rawHeaders, url }: IncomingMessage): string {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = rawHeaders.slice(index, index + 2);
    switch (name.toLowerCase()) {
      case 'upgrade':
      case 'http2-settings':
        break;
      case 'connection':
        lines.push(`${name}: ${withoutUpgrade(value)}`);
        break;
      default:
        lines.push(`${name}: ${value}`);
    }
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
}

function withoutUpgrade(options: string): string {
  const left = options
    .split(',')
    .map((option) => option.trim())
    .filter((option) => !/^(upgrade|http2-settings)?$/i.test(option));
  return left.length === 0 ? 'keep-alive' : left.join(', ');
}
