import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** Whether a request asks for a WebSocket, the only protocol that connections are upgraded to. */
export function asksForWebSocket({ headers, method }: IncomingMessage): boolean {
  return method === 'GET' && /\bwebsocket\b/i.test(headers.upgrade ?? '');
}

/**
 * Serves a request as if it had no Upgrade header, as servers may (RFC 9110, section 7.8). Node has
 * released its connection, so it is passed to `server` again by `event`, with the request without the
 * upgrade in front.
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

/** Returns the head of a request without the upgrade headers. */
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
