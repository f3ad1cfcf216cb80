import type { IncomingMessage } from 'node:http';
import { ProtocolError } from '../../protocol/errors.ts';
import { negotiateVersion, type ProtocolVersion, upgradeAdvice } from '../../protocol/versions.ts';
import { getParameters } from './target.ts';
import type { Token } from '../server/token.ts';

const instanceIdHeader = 'microsoft-developer-dcp-instance-id';
const loopbackHost = /^(localhost|127\.0\.0\.1|\[::1\])(:(\d+))?$/i;

/**
 * Accepts a request only from a program on this machine that knows the token. Checks headers only, before
 * the body is read. Throws a ProtocolError.
 */
export function authorise(request: IncomingMessage, token: Token): void {
  const { authorization, host, origin, 'sec-websocket-origin': oldOrigin } = request.headers;
  assertLoopbackHost(host, request.socket.localPort);
  // WebSocket versions before RFC 6455 use Sec-WebSocket-Origin.
  if (origin !== undefined || oldOrigin !== undefined) throw new ProtocolError('OriginNotAllowed');
  if (authorization === undefined) throw new ProtocolError('MissingAuthorization');
  const credentials = /^bearer +(\S+) *$/i.exec(authorization)?.[1];
  if (credentials === undefined) throw new ProtocolError('UnsupportedAuthorizationScheme');
  if (!token.matches(credentials)) throw new ProtocolError('InvalidToken');
}

/** Returns why a request is refused; `undefined` if it is accepted. Never throws: unexpected errors are refusals. */
export function getRefusal(request: IncomingMessage, token: Token): ProtocolError | undefined {
  try {
    authorise(request, token);
    return undefined;
  } catch (error) {
    return error instanceof ProtocolError ? error : new ProtocolError('InternalError');
  }
}

/** Detects DNS rebinding: a web page that reaches loopback through its own domain sends that as the host. */
function assertLoopbackHost(host: string | undefined, ownPort: number | undefined): void {
  const [, name, , port] = loopbackHost.exec(host ?? '') ?? [];
  const isOwn = name !== undefined && (port === undefined || Number(port) === ownPort);
  if (!isOwn) throw new ProtocolError('HostNotAllowed');
}

/** Returns the instance id of a request. Throws a ProtocolError. */
export function getInstanceId(request: IncomingMessage): string {
  const header = request.headers[instanceIdHeader];
  if (header === undefined || header === '') throw new ProtocolError('MissingInstanceId');
  if (typeof header !== 'string' || !/^[\x21-\x7e]{1,256}$/.test(header)) {
    throw new ProtocolError('InvalidInstanceId');
  }
  return header;
}

/** Returns the protocol version of a request. Throws a ProtocolError. */
export function getVersion(request: IncomingMessage): ProtocolVersion {
  const requested = getParameters(request).getAll('api-version');
  if (requested.length > 1) throw new ProtocolError('MalformedApiVersion');
  const negotiation = negotiateVersion(requested[0]);
  switch (negotiation.kind) {
    case 'missing':
      throw new ProtocolError('MissingApiVersion');
    case 'malformed':
      throw new ProtocolError('MalformedApiVersion');
    case 'older':
      throw new ProtocolError('UnsupportedApiVersion', upgradeAdvice);
    case 'known':
    case 'between':
    case 'newer':
      return negotiation.version;
  }
}
