import { X509Certificate } from 'node:crypto';

/** Environment variables by name. */
export type Environment = Record<string, string | undefined>;

/** The endpoint's address and credentials, from the environment. */
export interface EndpointAddress {
  port: number;
  token: string;
  certificate?: X509Certificate;
  info?: string;
  runMode?: string;
  instanceIdPrefix: string;
}

function required(environment: Environment, name: string): string {
  const value = environment[name];
  if (value === undefined || value.trim() === '') {
    throw new Error(`${name} is not set: the controller does not know where the endpoint is.`);
  }
  return value.trim();
}

function readPort(environment: Environment): number {
  const text = required(environment, 'DEBUG_SESSION_PORT');
  const port = Number(/^(?:localhost:)?(\d{1,5})$/.exec(text)?.[1] ?? Number.NaN);
  if (!(port >= 1 && port <= 65_535)) {
    throw new Error(`DEBUG_SESSION_PORT is "${text}"; it must be PORT or localhost:PORT.`);
  }
  return port;
}

function readCertificate(text: string): X509Certificate {
  const der = Buffer.from(text, 'base64');
  // Node skips characters that are not base64; the real client refuses them.
  if (text === '' || der.toString('base64') !== text) {
    throw new Error('DEBUG_SESSION_SERVER_CERTIFICATE is not one line of padded base64.');
  }
  try {
    return new X509Certificate(der);
  } catch (cause) {
    throw new Error('DEBUG_SESSION_SERVER_CERTIFICATE holds no DER certificate.', { cause });
  }
}

/**
 * Reads the variables by which a controller finds its endpoint; throws if it could not connect with
 * them.
 */
export function readEndpointAddress(environment: Environment): EndpointAddress {
  const certificate = environment['DEBUG_SESSION_SERVER_CERTIFICATE'];
  const info = environment['DEBUG_SESSION_INFO'];
  const runMode = environment['DEBUG_SESSION_RUN_MODE'];
  return {
    port: readPort(environment),
    token: required(environment, 'DEBUG_SESSION_TOKEN'),
    ...(certificate === undefined ? {} : { certificate: readCertificate(certificate) }),
    ...(info === undefined ? {} : { info }),
    ...(runMode === undefined ? {} : { runMode }),
    instanceIdPrefix: environment['DCP_INSTANCE_ID_PREFIX'] ?? '',
  };
}
