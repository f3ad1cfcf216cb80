import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as z from 'zod/mini';
import { definePhrases } from '../../common/phrases.ts';
import { clientErrors } from './errors.ts';
import type { ClientCertificate, CredentialPlugin } from './clusterAccess.ts';

/** How long a plugin may take, in milliseconds. Some open a browser to sign in. */
const pluginTimeout = 120_000;

const phrases = definePhrases({
  ended: 'it ended with exit code {code}',
  killed: 'it was killed after two minutes',
  noCredential: 'it printed no ExecCredential',
});

const credentialSchema = z.object({
  status: z.object({
    token: z.optional(z.string()),
    clientCertificateData: z.optional(z.string()),
    clientKeyData: z.optional(z.string()),
    expirationTimestamp: z.optional(z.string()),
  }),
});

/** What a plugin printed. */
interface PluginCredentials {
  readonly token: string | undefined;
  readonly certificate: ClientCertificate | undefined;
  /** The wall-clock time in milliseconds; undefined if the credentials don't expire. */
  readonly expires: number | undefined;
}

/** Runs a credential plugin (client.authentication.k8s.io). Throws a HumanError that contains no output of it. */
export async function runCredentialPlugin(plugin: CredentialPlugin): Promise<PluginCredentials> {
  const { apiVersion, args, command, environment } = plugin;
  const fail = (reason: string) => clientErrors.CredentialPluginFailed({ command, reason });
  const request = { apiVersion, kind: 'ExecCredential', spec: { interactive: false } };
  const env = {
    ...process.env,
    ...environment,
    KUBERNETES_EXEC_INFO: JSON.stringify(request),
  };
  let printed: string;
  try {
    printed = (await promisify(execFile)(command, args, { env, timeout: pluginTimeout })).stdout;
  } catch (error) {
    throw fail(toReason(error as NodeJS.ErrnoException));
  }
  const { data } = credentialSchema.safeParse(parseJson(printed));
  if (data === undefined) throw fail(phrases.noCredential());
  const { clientCertificateData, clientKeyData, expirationTimestamp, token } = data.status;
  const expires = expirationTimestamp === undefined ? Number.NaN : Date.parse(expirationTimestamp);
  return {
    token,
    certificate:
      clientCertificateData === undefined || clientKeyData === undefined
        ? undefined
        : { certificate: clientCertificateData, key: clientKeyData },
    expires: Number.isNaN(expires) ? undefined : expires,
  };
}

function toReason({ code, message }: NodeJS.ErrnoException): string {
  // The message of a command that ran contains its arguments and its stderr.
  if (typeof code === 'number') return phrases.ended({ code: String(code) });
  return code === undefined || code === null ? phrases.killed() : message;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
