import { readFileSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod/mini';
import { getMessage } from '../../common/log.ts';
import { definePhrases } from '../../common/phrases.ts';
import { toHumanError } from '../../common/humanError.ts';
import { clientErrors } from './errors.ts';
import type {
  ClientCertificate,
  ClusterAccess,
  Credentials,
  ServerTrust,
} from './clusterAccess.ts';

/** What is wrong with a kubeconfig file. */
const phrases = definePhrases({
  httpCredentials: 'the credentials would be sent over http without encryption',
  noYaml: 'it is not YAML',
  unexpected: 'unexpected value at {place}',
  noCurrentContext: 'it has no current context',
  noContext: 'it has no context "{name}"',
  noCluster: 'it has no cluster "{name}"',
  noUser: 'it has no user "{name}"',
  proxy: 'proxy-url is not supported',
  noHttp: 'the server is not an http or https URL',
  credentialsInUrl: 'the server URL contains credentials',
  authProvider: 'auth-provider is no longer supported by Kubernetes',
  keyOnly: 'a client key has no certificate',
  certificateOnly: 'a client certificate has no key',
});

const text = z.optional(z.nullable(z.string()));

const clusterSchema = z.object({
  server: z.string(),
  'certificate-authority': text,
  'certificate-authority-data': text,
  'insecure-skip-tls-verify': z.optional(z.nullable(z.boolean())),
  'tls-server-name': text,
  'proxy-url': text,
});

const pluginSchema = z.object({
  apiVersion: z.string(),
  command: z.string(),
  args: z.optional(z.nullable(z.array(z.string()))),
  env: z.optional(z.nullable(z.array(z.object({ name: z.string(), value: z.string() })))),
});

const userSchema = z.object({
  token: text,
  tokenFile: text,
  'client-certificate': text,
  'client-certificate-data': text,
  'client-key': text,
  'client-key-data': text,
  username: text,
  password: text,
  exec: z.optional(z.nullable(pluginSchema)),
  'auth-provider': z.optional(z.unknown()),
});

const named = z.object({ name: z.string() });

const kubeconfigSchema = z.object({
  'current-context': text,
  clusters: z.optional(z.nullable(z.array(z.extend(named, { cluster: clusterSchema })))),
  contexts: z.optional(
    z.nullable(
      z.array(z.extend(named, { context: z.object({ cluster: z.string(), user: text }) })),
    ),
  ),
  users: z.optional(
    z.nullable(z.array(z.extend(named, { user: z.optional(z.nullable(userSchema)) }))),
  ),
});

type Kubeconfig = z.output<typeof kubeconfigSchema>;
type Cluster = z.output<typeof clusterSchema>;
type User = z.output<typeof userSchema>;

/**
 * Reads how to reach a cluster from a kubeconfig file: that of the current context unless another one is
 * named. Runs nothing. Throws a HumanError if the file can't be read or used.
 */
export function readKubeconfig(path: string, contextName?: string): ClusterAccess {
  const fail = (problem: string) => clientErrors.KubeconfigInvalid({ path, problem });
  try {
    const config = parseKubeconfig(readText(path), fail);
    const { cluster, user } = selectContext(config, contextName, fail);
    const folder = dirname(resolve(path));
    const access = {
      server: toServer(cluster, fail),
      trust: toTrust(cluster, folder),
      credentials: toCredentials(user, folder, fail),
    };
    if (access.server.startsWith('http:') && access.credentials.kind !== 'none') {
      throw fail(phrases.httpCredentials());
    }
    return access;
  } catch (error) {
    throw toHumanError(error, ({ reason }) => clientErrors.KubeconfigUnreadable({ path, reason }));
  }
}

type Fail = (problem: string) => Error;

function parseKubeconfig(content: string, fail: Fail): Kubeconfig {
  let value: unknown;
  try {
    value = parse(content, { logLevel: 'silent', maxAliasCount: 100 });
  } catch (error) {
    // The rest of the message quotes the file, which may contain a token.
    throw fail(getMessage(error).split('\n')[0]?.replace(/:$/, '') ?? phrases.noYaml());
  }
  const parsed = kubeconfigSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw fail(phrases.unexpected({ place: issue?.path.join('.') || 'the top' }));
}

function selectContext(
  config: Kubeconfig,
  contextName: string | undefined,
  fail: Fail,
): { cluster: Cluster; user: User } {
  const name = contextName ?? config['current-context'] ?? '';
  if (name === '') throw fail(phrases.noCurrentContext());
  const context = find(config.contexts, name)?.context;
  if (context === undefined) throw fail(phrases.noContext({ name }));
  const cluster = find(config.clusters, context.cluster)?.cluster;
  if (cluster === undefined) throw fail(phrases.noCluster({ name: context.cluster }));
  if (!context.user) return { cluster, user: {} };
  const user = find(config.users, context.user);
  if (user === undefined) throw fail(phrases.noUser({ name: context.user }));
  return { cluster, user: user.user ?? {} };
}

function find<T extends { readonly name: string }>(
  items: readonly T[] | null | undefined,
  name: string,
): T | undefined {
  return items?.find((item) => item.name === name);
}

function toServer(cluster: Cluster, fail: Fail): string {
  if (cluster['proxy-url']) throw fail(phrases.proxy());
  const url = URL.canParse(cluster.server) ? new URL(cluster.server) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    throw fail(phrases.noHttp());
  }
  if (url.username !== '' || url.password !== '') throw fail(phrases.credentialsInUrl());
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

function toTrust(cluster: Cluster, folder: string): ServerTrust {
  const authorities = readData(
    cluster['certificate-authority-data'],
    cluster['certificate-authority'],
    folder,
  );
  const serverName = cluster['tls-server-name'];
  return {
    ...(authorities !== undefined && { authorities }),
    ...(serverName && { serverName }),
    isUnchecked: cluster['insecure-skip-tls-verify'] === true,
  };
}

function toCredentials(user: User, folder: string, fail: Fail): Credentials {
  if (user['auth-provider']) throw fail(phrases.authProvider());
  const certificate = toCertificate(user, folder, fail);
  if (user.token) return { kind: 'token', token: user.token, certificate };
  if (user.tokenFile) {
    return { kind: 'tokenFile', path: resolve(folder, user.tokenFile), certificate };
  }
  if (certificate !== undefined) return { kind: 'certificate', certificate };
  if (user.username) {
    return { kind: 'password', user: user.username, password: user.password ?? '' };
  }
  if (!user.exec) return { kind: 'none' };
  const { apiVersion, args, command, env } = user.exec;
  const environment = Object.fromEntries((env ?? []).map(({ name, value }) => [name, value]));
  const plugin = { apiVersion, command: toCommand(command, folder), args: args ?? [], environment };
  return { kind: 'plugin', plugin };
}

/** A path starts from the folder of the file, as in client-go; a name is found on the search path. */
function toCommand(command: string, folder: string): string {
  return command.includes(sep) ? resolve(folder, command) : command;
}

function toCertificate(user: User, folder: string, fail: Fail): ClientCertificate | undefined {
  const certificate = readData(user['client-certificate-data'], user['client-certificate'], folder);
  const key = readData(user['client-key-data'], user['client-key'], folder);
  if (certificate === undefined && key === undefined) return undefined;
  if (certificate === undefined) throw fail(phrases.keyOnly());
  if (key === undefined) throw fail(phrases.certificateOnly());
  return { certificate, key };
}

/** Returns inline data in base64, or the content of a file. Inline data takes precedence, as in kubectl. */
function readData(
  data: string | null | undefined,
  file: string | null | undefined,
  folder: string,
): string | undefined {
  if (data) return Buffer.from(data, 'base64').toString('utf8');
  return file ? readText(resolve(folder, file)) : undefined;
}

function readText(path: string): string {
  return readFileSync(path, 'utf8');
}
