import type { HttpAnswer } from './httpGet.ts';

/** The files with boot configurations, the newest format first. */
const bootFiles = ['dotnet.boot.js', 'dotnet.js', 'blazor.boot.json'].map(
  (file) => `_framework/${file}`,
);

/** Returns the base URL of an app, from the base element of its start page. */
export function getRoot(page: HttpAnswer): URL {
  const [, base] = /<base\s[^>]*?href\s*=\s*["']([^"']*)["']/i.exec(getText(page)) ?? [];
  const isBase = base !== undefined && hasFolder(base, page.url);
  return new URL('.', isBase ? new URL(base, page.url) : page.url);
}

/** Whether files can be below an address, unlike below `data:`. */
function hasFolder(address: string, from: URL): boolean {
  return URL.canParse(address, from.href) && URL.canParse('.', new URL(address, from).href);
}

/** Returns the possible files of the boot configuration, beginning with fingerprinted ones in the page. */
export function getBootFiles(page: HttpAnswer): readonly string[] {
  const named = getText(page).matchAll(/_framework\/dotnet(\.boot)?(\.[a-z0-9]{6,})\.js\b/g);
  return [...new Set([...[...named].map(([file]) => file), ...bootFiles])].filter(
    (file) => !/dotnet\.(native|runtime|diagnostics)\./.test(file),
  );
}

/** Returns a URL for display, without parts that may be secret. */
export function shown(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

function getText(page: HttpAnswer): string {
  return page.body.toString('utf8');
}
