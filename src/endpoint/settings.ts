/** What a host can be tuned by; times in milliseconds, sizes in bytes. */
export interface HostSettings {
  /** How many sessions start at the same time. */
  readonly startWidth: number;
  /** How many sessions are asked to stop at the same time. */
  readonly stopWidth: number;
  /** The largest body of a request. */
  readonly bodyLimit: number;
  /** How long a peer may take for its TLS handshake. */
  readonly handshakeTimeout: number;
  /** How long a request's headers may take to arrive. */
  readonly headersTimeout: number;
  /** How long a request may take to arrive whole. */
  readonly requestTimeout: number;
  /** The longest that the answer to a wrong token is held back. */
  readonly guessDelay: number;
  /** How many connections there may be at each address of loopback; more are cut off. */
  readonly mostConnections: number;
  /** How long a controller may be away before its sessions are stopped. */
  readonly controllerTimeout: number;
  /** How long programs may take to end when the host closes. */
  readonly stopTimeout: number;
  /** How many ended sessions are remembered. */
  readonly history: number;
}

export const defaultSettings: HostSettings = {
  startWidth: 8,
  stopWidth: 32,
  bodyLimit: 1024 * 1024,
  handshakeTimeout: 10_000,
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  guessDelay: 2_000,
  mostConnections: 1_000,
  controllerTimeout: 5 * 60 * 1000,
  stopTimeout: 7_000,
  history: 50,
};
