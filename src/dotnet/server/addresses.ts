/** Where an ASP.NET Core server listens, as one of its URLs says. */
export interface ServerAddress {
  readonly scheme: 'http' | 'https';
  /** As it was written, brackets of IPv6 included; `*` and `+` mean every interface. */
  readonly host: string;
  /** 0 for a port that the system chooses. */
  readonly port: number;
}

const defaultPorts = { http: 80, https: 443 };

/** Reads a URL in the form that Kestrel takes; nothing for what is no port of this machine. */
export function parseAddress(url: string): ServerAddress | undefined {
  const match = /^(https?):\/\/(\[[^\]]*\]|[^:/?#]+)(?::(\d+))?(?:[/?#]|$)/i.exec(url.trim());
  const [, scheme = '', host = '', port] = match ?? [];
  const isSocket = /^https?:\/\/(unix|pipe):\//i.test(url.trim());
  if (match === null || isSocket) return undefined;
  const known = scheme.toLowerCase() === 'https' ? 'https' : 'http';
  return { scheme: known, host, port: port === undefined ? defaultPorts[known] : Number(port) };
}

/** The hosts at which a server can be reached from this machine. */
export function reachableHosts({ host }: ServerAddress): readonly string[] {
  if (isEveryInterface(host) || /^localhost$/i.test(host)) return ['127.0.0.1', '::1'];
  return [host.replace(/^\[|\]$/g, '')];
}

/** The address as a browser on this machine can open it. */
export function browsableUrl({ scheme, host, port }: ServerAddress): string {
  return `${scheme}://${isEveryInterface(host) ? 'localhost' : host}:${port}`;
}

function isEveryInterface(host: string): boolean {
  return ['*', '+', '0.0.0.0', '[::]'].includes(host);
}
