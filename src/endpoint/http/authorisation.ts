import type { IncomingMessage } from 'node:http';
import { ProtocolError } from '../../protocol/errors.ts';
import { negotiateVersion, type ProtocolVersion, upgradeAdvice } from '../../protocol/versions.ts';
import { parametersOf } from './target.ts';
import type { Token } from '../server/token.ts';

const instanceIdHeader = 'microsoft-developer-dcp-instance-id';
const loopbackHost = /^(localhost|127\.0\.0\.1|\[::1\])(:(\d+))?$/i;

/**
 * Lets a request in only if it comes from a program of this machine that knows the token.
 * Looks at nothing but headers, so that it comes before the body is read. Throws a ProtocolError.
 */
export function authorise(request: IncomingMessage, token: Token): void {
  const { authorization, host, origin, 'sec-websocket-origin': oldOrigin } = request.headers;
  assertLoopbackHost(host, request.socket.localPort);
  // Browsers with WebSockets from before RFC 6455 send the other one.
  if (origin !== undefined || oldOrigin !== undefined) throw new ProtocolError('OriginNotAllowed');
  if (authorization === undefined) throw new ProtocolError('MissingAuthorization');
  const credentials = /^bearer +(\S+) *$/i.exec(authorization)?.[1];
  if (credentials === undefined) throw new ProtocolError('UnsupportedAuthorizationScheme');
  if (!token.matches(credentials)) throw new ProtocolError('InvalidToken');
}

/** Why a request is not let in; nothing for one that is. Never throws: who can't be judged stays outside. */
export function refusalOf(request: IncomingMessage, token: Token): ProtocolError | undefined {
  try {
    authorise(request, token);
    return undefined;
  } catch (error) {
    return error instanceof ProtocolError ? error : new ProtocolError('InternalError');
  }
}

/** A web page that reaches loopback by a name of its own (DNS rebinding) is known by that name. */
function assertLoopbackHost(host: string | undefined, ownPort: number | undefined): void {
  const [, name, , port] = loopbackHost.exec(host ?? '') ?? [];
  const isOwn = name !== undefined && (port === undefined || Number(port) === ownPort);
  if (!isOwn) throw new ProtocolError('HostNotAllowed');
}

/** The controller that a request comes from. Throws a ProtocolError. */
export function instanceIdOf(request: IncomingMessage): string {
  const header = request.headers[instanceIdHeader];
  if (header === undefined || header === '') throw new ProtocolError('MissingInstanceId');
  if (typeof header !== 'string' || !/^[\x21-\x7e]{1,256}$/.test(header)) {
    throw new ProtocolError('InvalidInstanceId');
  }
  return header;
}

/** The version that a request is served under. Throws a ProtocolError. */
export function versionOf(request: IncomingMessage): ProtocolVersion {
  const requested = parametersOf(request).getAll('api-version');
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
