import type { HttpAnswer } from './httpGet.ts';

/** Where boot configurations are, the newest form first. */
const bootFiles = ['dotnet.boot.js', 'dotnet.js', 'blazor.boot.json'].map(
  (file) => `_framework/${file}`,
);

/** The folder that an app's addresses start from, as its start page's base element says. */
export function rootOf(page: HttpAnswer): URL {
  const [, base] = /<base\s[^>]*?href\s*=\s*["']([^"']*)["']/i.exec(textOf(page)) ?? [];
  const own =
    base !== undefined && URL.canParse(base, page.url.href) ? new URL(base, page.url) : page.url;
  return new URL('.', own);
}

/** The files that may hold the boot configuration, fingerprinted ones that the page names first. */
export function bootFilesOf(page: HttpAnswer): readonly string[] {
  const named = textOf(page).matchAll(/_framework\/dotnet(\.boot)?(\.[a-z0-9]{6,})\.js\b/g);
  return [...new Set([...[...named].map(([file]) => file), ...bootFiles])].filter(
    (file) => !/dotnet\.(native|runtime|diagnostics)\./.test(file),
  );
}

/** An address as it may be shown: without what may be secret in it. */
export function shown(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

function textOf(page: HttpAnswer): string {
  return page.body.toString('utf8');
}
