import type { IncomingMessage } from 'node:http';
import { ProtocolError } from '../../protocol/errors.ts';
import { negotiateVersion, type ProtocolVersion, upgradeAdvice } from '../../protocol/versions.ts';
import { getParameters } from '../../common/server/target.ts';

const instanceIdHeader = 'microsoft-developer-dcp-instance-id';

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
