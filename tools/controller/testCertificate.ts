import 'reflect-metadata';

import { webcrypto } from 'node:crypto';

import {
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** A server certificate with its key, in the form that controllers receive. */
export interface TestCertificate {
  pem: string;
  key: string;
  base64: string;
}

/** Creates a self-signed certificate with CN `localhost` and these alternative names. */
export async function createTestCertificate(
  names: ConstructorParameters<typeof SubjectAlternativeNameExtension>[0],
): Promise<TestCertificate> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=localhost',
    keys: keys as never,
    signingAlgorithm: algorithm,
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 3_600_000),
    extensions: [new SubjectAlternativeNameExtension(names)],
  });
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    pem: certificate.toString('pem'),
    key: PemConverter.encode(key, 'PRIVATE KEY'),
    base64: Buffer.from(certificate.rawData).toString('base64'),
  };
}
