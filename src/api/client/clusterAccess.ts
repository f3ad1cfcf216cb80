/** How an API server is reached, and as whom. Tokens, keys and passwords in it are secret. */
export interface ClusterAccess {
  /** The base URL, without a slash at its end. */
  readonly server: string;
  readonly trust: ServerTrust;
  readonly credentials: Credentials;
}

/** How the certificate of the server is checked. */
export interface ServerTrust {
  /** The authorities in PEM; those of Node if there are none. */
  readonly authorities?: string;
  /** The name in the certificate, if it isn't the server's. */
  readonly serverName?: string;
  /** Whether any certificate is accepted. */
  readonly isUnchecked: boolean;
}

/** A certificate and its key in PEM. */
export interface ClientCertificate {
  readonly certificate: string;
  readonly key: string;
}

/** A command that prints credentials. It can be any program, so it needs the user's consent. */
export interface CredentialPlugin {
  readonly apiVersion: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

export type Credentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'certificate'; readonly certificate: ClientCertificate }
  | {
      readonly kind: 'token';
      readonly token: string;
      readonly certificate?: ClientCertificate | undefined;
    }
  /** Read again for each request, since such tokens are replaced while they are used. */
  | {
      readonly kind: 'tokenFile';
      readonly path: string;
      readonly certificate?: ClientCertificate | undefined;
    }
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  | { readonly kind: 'plugin'; readonly plugin: CredentialPlugin };
