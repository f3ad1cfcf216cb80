import { readFile } from 'node:fs/promises';
import type { Clock } from '../../common/clock.ts';
import { runCredentialPlugin, type PluginCredentials } from './credentialPlugin.ts';
import { clientErrors } from './errors.ts';
import type { ClientCertificate, ClusterAccess, CredentialPlugin } from './clusterAccess.ts';

/** What a request shows to the server. Secret. */
export interface Proof {
  readonly authorization: string | undefined;
  readonly certificate: ClientCertificate | undefined;
}

/** Credentials are replaced this long before they expire, in milliseconds. */
const expiryMargin = 30_000;

/** Provides the credentials of a cluster, as they are now. */
export class SignIn {
  readonly #access: ClusterAccess;
  readonly #clock: Clock;
  readonly #isPluginAllowed: boolean;
  #fromPlugin: Promise<PluginCredentials> | undefined;
  /** When the credentials of the plugin expire, in milliseconds of the wall clock. */
  #expires = Infinity;

  constructor(access: ClusterAccess, clock: Clock, isPluginAllowed: boolean) {
    this.#access = access;
    this.#clock = clock;
    this.#isPluginAllowed = isPluginAllowed;
  }

  async proof(): Promise<Proof> {
    const { credentials } = this.#access;
    switch (credentials.kind) {
      case 'none':
        return { authorization: undefined, certificate: undefined };
      case 'certificate':
        return { authorization: undefined, certificate: credentials.certificate };
      case 'token':
        return { authorization: bearer(credentials.token), certificate: credentials.certificate };
      case 'tokenFile': {
        const token = await this.#readToken(credentials.path);
        return { authorization: bearer(token), certificate: credentials.certificate };
      }
      case 'password': {
        const pair = Buffer.from(`${credentials.user}:${credentials.password}`);
        return { authorization: `Basic ${pair.toString('base64')}`, certificate: undefined };
      }
      case 'plugin': {
        const { certificate, token } = await this.#askPlugin(credentials.plugin);
        return { authorization: token === undefined ? undefined : bearer(token), certificate };
      }
    }
  }

  /** The server refused the credentials. Those of a plugin are requested again. */
  refused(): void {
    this.#fromPlugin = undefined;
    this.#expires = Infinity;
  }

  async #readToken(path: string): Promise<string> {
    try {
      return (await readFile(path, 'utf8')).trim();
    } catch (error) {
      const reason = (error as NodeJS.ErrnoException).code ?? 'unknown error';
      throw clientErrors.KubeconfigUnreadable({ path, reason });
    }
  }

  async #askPlugin(plugin: CredentialPlugin): Promise<PluginCredentials> {
    if (!this.#isPluginAllowed) {
      const { server } = this.#access;
      throw clientErrors.CredentialPluginNotAllowed({ server, command: plugin.command });
    }
    const now = this.#clock.now().getTime();
    if (now > this.#expires - expiryMargin) this.refused();
    this.#fromPlugin ??= this.#runPlugin(plugin);
    return this.#fromPlugin;
  }

  async #runPlugin(plugin: CredentialPlugin): Promise<PluginCredentials> {
    try {
      const credentials = await runCredentialPlugin(plugin);
      this.#expires = credentials.expires ?? Infinity;
      return credentials;
    } catch (error) {
      this.refused();
      throw error;
    }
  }
}

function bearer(token: string): string {
  return `Bearer ${token}`;
}
