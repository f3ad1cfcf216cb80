import { readFile } from 'node:fs/promises';
import type { Clock } from '../../common/clock.ts';
import { runCredentialPlugin } from './credentialPlugin.ts';
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
  #fromPlugin: Promise<Proof> | undefined;
  /** What the plugin has provided last. */
  #current: Proof | undefined;
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
      case 'plugin':
        return this.#askPlugin(credentials.plugin);
    }
  }

  /** The server refused a proof. A plugin is asked for another one, unless it was since. */
  refused(proof: Proof): void {
    if (proof === this.#current) this.#forget();
  }

  async #readToken(path: string): Promise<string> {
    try {
      return (await readFile(path, 'utf8')).trim();
    } catch (error) {
      const reason = (error as NodeJS.ErrnoException).code ?? 'unknown error';
      throw clientErrors.KubeconfigUnreadable({ path, reason });
    }
  }

  #forget(): void {
    this.#fromPlugin = undefined;
    this.#current = undefined;
    this.#expires = Infinity;
  }

  async #askPlugin(plugin: CredentialPlugin): Promise<Proof> {
    if (!this.#isPluginAllowed) {
      const { server } = this.#access;
      throw clientErrors.CredentialPluginNotAllowed({ server, command: plugin.command });
    }
    const now = this.#clock.now().getTime();
    if (now > this.#expires - expiryMargin) this.#forget();
    this.#fromPlugin ??= this.#runPlugin(plugin);
    return this.#fromPlugin;
  }

  async #runPlugin(plugin: CredentialPlugin): Promise<Proof> {
    try {
      const { certificate, expires, token } = await runCredentialPlugin(plugin);
      const authorization = token === undefined ? undefined : bearer(token);
      this.#current = { authorization, certificate };
      this.#expires = expires ?? Infinity;
      return this.#current;
    } catch (error) {
      this.#forget();
      throw error;
    }
  }
}

function bearer(token: string): string {
  return `Bearer ${token}`;
}
