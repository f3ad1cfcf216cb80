import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { openEndpoint } from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import { connectRaw } from '../../../tools/fixtures/endpoint/rawConnection.ts';
import { createCertificate } from '../../../src/common/server/certificate.ts';

const now = new Date('2026-01-02T03:04:05Z');

async function certificateOf(time: Date): Promise<X509Certificate> {
  const { certificateBase64 } = await createCertificate(time);
  return new X509Certificate(Buffer.from(certificateBase64, 'base64'));
}

test('the key is an elliptic-curve key on P-256', async () => {
  const { publicKey } = await certificateOf(now);
  assert.equal(publicKey.asymmetricKeyType, 'ec');
  assert.equal(publicKey.asymmetricKeyDetails?.namedCurve, 'prime256v1');
});

test('the certificate names localhost and both loopback addresses, and nothing else', async () => {
  const { subjectAltName } = await certificateOf(now);
  const names = subjectAltName?.split(', ').toSorted();
  assert.deepEqual(names, ['DNS:localhost', 'IP Address:0:0:0:0:0:0:0:1', 'IP Address:127.0.0.1']);
});

test('the certificate is valid immediately, for months, and for servers only', async () => {
  const certificate = await certificateOf(now);
  assert.ok(new Date(certificate.validFrom) < now);
  assert.ok(new Date(certificate.validTo) > new Date('2026-07-01'));
  assert.deepEqual(certificate.keyUsage, ['1.3.6.1.5.5.7.3.1']);
});

test('the served certificate is the one that clients are told to trust', async (context) => {
  const { host } = await openEndpoint(context);
  const { socket } = await connectRaw(host.endpoint);
  assert.equal(socket.getPeerCertificate().raw.toString('base64'), host.endpoint.certificate);
  socket.destroy();
});

test('every host has its own key', async (context) => {
  const [one, other] = [await openEndpoint(context), await openEndpoint(context)];
  assert.notEqual(one.host.endpoint.certificate, other.host.endpoint.certificate);
  await assert.rejects(
    connectRaw({ port: other.port, certificate: one.host.endpoint.certificate }),
  );
});

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  test(`a client that speaks ${version} is served`, async (context) => {
    const { host } = await openEndpoint(context);
    const options = { minVersion: version, maxVersion: version };
    const { socket } = await connectRaw(host.endpoint, options);
    assert.equal(socket.getProtocol(), version);
    socket.destroy();
  });
}

test('a client that only supports TLS 1.1 is refused', async (context) => {
  const { host } = await openEndpoint(context);
  const options = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1' } as const;
  // The lower security level lets this client offer an outdated version.
  const old = { ...options, ciphers: 'DEFAULT@SECLEVEL=0' };
  await assert.rejects(connectRaw(host.endpoint, old), { code: /ALERT_PROTOCOL_VERSION/ });
});

test('plain HTTP gets no response', async (context) => {
  const { port } = await openEndpoint(context);
  const socket = connect(port, '127.0.0.1');
  let received = '';
  socket.on('data', (data: Buffer) => {
    received += data.toString('latin1');
  });
  socket.write(`GET /info HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`);
  await once(socket, 'close');
  assert.doesNotMatch(received, /HTTP/);
});
