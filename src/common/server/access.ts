import type { IncomingMessage } from 'node:http';
import type { RequestErrorCode } from './requestError.ts';
import type { Token } from './token.ts';

const loopbackHost = /^(localhost|127\.0\.0\.1|\[::1\])(:(\d+))?$/i;

/**
 * Returns why a request is refused; `undefined` if it comes from a program on this machine that knows the
 * token. Checks headers only, before the body is read.
 */
export function getRefusal(request: IncomingMessage, token: Token): RequestErrorCode | undefined {
  const { authorization, host, origin, 'sec-websocket-origin': oldOrigin } = request.headers;
  if (!isLoopbackHost(host, request.socket.localPort)) return 'HostNotAllowed';
  // WebSocket versions before RFC 6455 use Sec-WebSocket-Origin.
  if (origin !== undefined || oldOrigin !== undefined) return 'OriginNotAllowed';
  if (authorization === undefined) return 'MissingAuthorization';
  const credentials = /^bearer +(\S+) *$/i.exec(authorization)?.[1];
  if (credentials === undefined) return 'UnsupportedAuthorizationScheme';
  return token.matches(credentials) ? undefined : 'InvalidToken';
}

/** Detects DNS rebinding: a web page that reaches loopback through its own domain sends that as the host. */
function isLoopbackHost(host: string | undefined, ownPort: number | undefined): boolean {
  const [, name, , port] = loopbackHost.exec(host ?? '') ?? [];
  return name !== undefined && (port === undefined || Number(port) === ownPort);
}
