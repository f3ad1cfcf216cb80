import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { ServerCertificate } from './certificate.ts';
import { Token } from './token.ts';

/** The port, token and certificate by which clients know a server. */
export interface Identity {
  /** 0 selects a free port. */
  readonly port: number;
  readonly token: Token;
  readonly certificate: ServerCertificate;
}

/** A serialized identity. It contains secrets. */
export interface KeptIdentity {
  readonly port: number;
  readonly token: string;
  /** PKCS #8, PEM. */
  readonly key: string;
  /** PEM. */
  readonly certificate: string;
}

/** Creates a new identity. */
export async function createIdentity(port: number, now: Date): Promise<Identity> {
  // Loaded on demand: it takes long, and a restored identity doesn't need it.
  const { createCertificate } = await import('./certificate.ts');
  return { port, token: new Token(), certificate: await createCertificate(now) };
}

/** Serializes an identity of a server that listens on `port`. */
export function keepIdentity({ certificate, token }: Identity, port: number): KeptIdentity {
  const { certificate: pem, key } = certificate;
  return { port, token: token.reveal(), key, certificate: pem };
}

/** Restores the identity of an earlier host; `undefined` if its certificate has expired or doesn't match its key. */
export function restoreIdentity(kept: KeptIdentity, now: Date): Identity | undefined {
  const { certificate, key, port, token } = kept;
  try {
    const parsed = new X509Certificate(certificate);
    if (!parsed.checkPrivateKey(createPrivateKey(key))) return undefined;
    if (now.getTime() >= Date.parse(parsed.validTo)) return undefined;
    const certificateBase64 = parsed.raw.toString('base64');
    return { port, token: new Token(token), certificate: { key, certificate, certificateBase64 } };
  } catch {
    return undefined;
  }
}
