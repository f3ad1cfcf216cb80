import { X509Certificate } from 'node:crypto';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectSecurely, type ConnectionOptions, type PeerCertificate } from 'node:tls';

import type { EndpointAddress } from './endpointAddress.ts';

/** The host name that the real client always uses. */
export const endpointHost = 'localhost';

/** How connections to the endpoint are made: only with TLS once a certificate is known. */
export interface Dialer {
  readonly isSecure: boolean;
  /** Connections for HTTP requests, kept alive between them. */
  readonly agent: HttpAgent;
  /** A separate connection for a WebSocket; `address` is one of the loopback addresses. */
  dial(address?: string): Socket;
}

function checkHostName(_host: string, certificate: PeerCertificate): Error | undefined {
  const matched = new X509Certificate(certificate.raw).checkHost(endpointHost, {
    subject: 'never',
  });
  return matched === undefined
    ? new Error('The certificate does not name DNS localhost among its alternative names.')
    : undefined;
}

/** Creates the dialer for an endpoint. */
export function createDialer({ port, certificate }: EndpointAddress): Dialer {
  if (certificate === undefined) {
    return {
      isSecure: false,
      agent: new HttpAgent({ keepAlive: true }),
      dial: (address = endpointHost) => connectPlain({ host: address, port }),
    };
  }
  const trust: ConnectionOptions = {
    ca: certificate.toString(),
    servername: endpointHost,
    rejectUnauthorized: true,
    checkServerIdentity: checkHostName,
    ALPNProtocols: ['http/1.1'],
  };
  return {
    isSecure: true,
    agent: new HttpsAgent({ ...trust, keepAlive: true }),
    dial: (address = endpointHost) => connectSecurely({ ...trust, host: address, port }),
  };
}
