/** An address that an ASP.NET Core server listens on. */
export interface ServerAddress {
  readonly scheme: 'http' | 'https';
  /** As written, including the brackets of IPv6. `*` and `+` mean all interfaces. */
  readonly host: string;
  /** 0 if the system selects the port. */
  readonly port: number;
}

const defaultPorts = { http: 80, https: 443 };

/** Parses a URL in Kestrel's format; `undefined` if it is not a port of this machine. */
export function parseAddress(url: string): ServerAddress | undefined {
  const match = /^(https?):\/\/(\[[^\]]*\]|[^:/?#]+)(?::(\d+))?(?:[/?#]|$)/i.exec(url.trim());
  const [, scheme = '', host = '', port] = match ?? [];
  const isSocket = /^https?:\/\/(unix|pipe):\//i.test(url.trim());
  if (match === null || isSocket) return undefined;
  const known = scheme.toLowerCase() === 'https' ? 'https' : 'http';
  return { scheme: known, host, port: port === undefined ? defaultPorts[known] : Number(port) };
}

/** Returns the hosts by which this machine can reach a server. */
export function reachableHosts({ host }: ServerAddress): readonly string[] {
  if (isEveryInterface(host) || /^localhost$/i.test(host)) return ['127.0.0.1', '::1'];
  return [host.replace(/^\[|\]$/g, '')];
}

/** Returns a URL that a browser on this machine can open. */
export function browsableUrl({ scheme, host, port }: ServerAddress): string {
  return `${scheme}://${isEveryInterface(host) ? 'localhost' : host}:${port}`;
}

function isEveryInterface(host: string): boolean {
  return ['*', '+', '0.0.0.0', '[::]'].includes(host);
}
