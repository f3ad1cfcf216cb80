import { request } from 'node:https';
import type { Identity } from '../../common/server/identity.ts';

/** What uses the port of an identity: a host with this identity that is serving or closing, or another program. */
export type PortUse = 'serving' | 'closing' | 'other';

/** In milliseconds. */
const answerTimeout = 1_000;

/** Determines what uses a port. The token is sent only to a host with the key of the identity. */
export function probePort({ certificate, port, token }: Identity): Promise<PortUse> {
  const authorization = `Bearer ${token.reveal()}`;
  const options = {
    host: '127.0.0.1',
    port,
    path: '/info',
    ca: certificate.certificate,
    servername: 'localhost',
    headers: { authorization },
    agent: false,
    timeout: answerTimeout,
  };
  return new Promise((resolve) => {
    const probe = request(options, (response) => {
      resolve(response.statusCode === 200 ? 'serving' : 'closing');
      response.resume();
    });
    probe.once('timeout', () => probe.destroy());
    probe.once('error', () => resolve('other'));
    probe.end();
  });
}
