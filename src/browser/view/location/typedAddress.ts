/** Schemes that an address may have. Scripts and the browser's own pages are not addresses of apps. */
const schemes = new Set(['http:', 'https:', 'file:', 'about:', 'data:', 'blob:']);

/** A host with an optional port, followed by a path or nothing. */
const hostPattern = /^(?:\/\/)?(?<host>\[[\da-f:.]+\]|[^\s/?#:@]+)(?::(?<port>\d+))?(?=[/?#]|$)/i;

/**
 * Returns the URL that a user means by a typed address; `undefined` if there is none. A path leads to another
 * page of the current site. Hosts get `http` as browsers do it: on this machine, in the local network and with
 * an unusual port; others get `https`.
 */
export function toUrl(typed: string, current: string): string | undefined {
  const text = typed.trim();
  if (/^([/?#](?!\/)|$)/.test(text)) return resolve(text, current);
  const groups = hostPattern.exec(text)?.groups;
  const host = groups?.['host'];
  if (host === undefined) return toKnownScheme(text);
  const scheme = isLocal(host) || !isUsual(groups?.['port']) ? 'http' : 'https';
  return parse(`${scheme}://${text.replace(/^\/\//, '')}`);
}

function resolve(path: string, current: string): string | undefined {
  if (path === '') return undefined;
  return URL.canParse(path, current) ? new URL(path, current).href : undefined;
}

function toKnownScheme(text: string): string | undefined {
  const url = parse(text);
  return url !== undefined && schemes.has(new URL(url).protocol) ? url : undefined;
}

function parse(text: string): string | undefined {
  return URL.canParse(text) ? new URL(text).href : undefined;
}

function isLocal(host: string): boolean {
  const isNumeric = host.startsWith('[') || /^[\d.]+$/.test(host);
  return isNumeric || !host.includes('.') || /\.(localhost|local|internal|test)\.?$/i.test(host);
}

function isUsual(port: string | undefined): boolean {
  return port === undefined || port === '443';
}
