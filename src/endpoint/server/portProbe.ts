import { request } from 'node:https';
import type { Identity } from './identity.ts';

/** Who listens on the port of an identity: a host with this identity that serves or closes, or somebody else. */
export type PortUse = 'serving' | 'closing' | 'other';

/** How long an answer may take, in milliseconds. */
const answerTimeout = 1_000;

/** Asks what uses a port. Only a host with the identity's key gets to see its token. */
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
