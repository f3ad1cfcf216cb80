/** The mark of the style sheets that the script adds for a moment. */
const mark = 'data-ide-session-fresh';

/**
 * Returns an expression that makes a page fetch its own style sheets again, and images with these file names. A
 * style sheet is replaced once the new one is there, so that the page never lacks styles. Elements stay the same,
 * since frameworks keep them.
 */
export function refreshExpression(images: readonly string[]): string {
  return `((images) => {
  const nonce = String(Date.now()) + Math.random();
  const attempt = (action) => {
    try {
      return action();
    } catch {
      return undefined;
    }
  };
  const parse = (text) => attempt(() => new URL(text, document.baseURI));
  /** Servers leave percent signs without a code as they are. */
  const decode = (text) =>
    text.replace(/(%[0-9a-f]{2})+/gi, (codes) => attempt(() => decodeURIComponent(codes)) ?? codes);
  const freshUrl = (text) => {
    const url = parse(text);
    if (url?.origin !== location.origin) return undefined;
    url.searchParams.set('ide-session', nonce);
    return url.href;
  };
  const latest = (globalThis.ideSessionHostStyles ??= new WeakMap());
  for (const link of document.querySelectorAll('link[rel~="stylesheet"][href]:not([${mark}])')) {
    const href = freshUrl(link.href);
    if (href === undefined) continue;
    latest.set(link, nonce);
    const fresh = link.cloneNode();
    fresh.setAttribute('${mark}', '');
    // It is that of the old content.
    fresh.removeAttribute('integrity');
    fresh.href = href;
    fresh.addEventListener('error', () => fresh.remove());
    fresh.addEventListener('load', () => {
      if (latest.get(link) !== nonce) return fresh.remove();
      for (const event of ['load', 'error']) link.addEventListener(event, () => fresh.remove(), { once: true });
      link.removeAttribute('integrity');
      link.href = href;
    });
    link.after(fresh);
  }
  for (const image of document.querySelectorAll('img[src]')) {
    const name = parse(image.src)?.pathname.replace(/^.*\\//, '');
    if (name === undefined || !images.includes(decode(name))) continue;
    const src = freshUrl(image.src);
    if (src !== undefined) image.src = src;
  }
})(${JSON.stringify(images)})
//# sourceURL=ide-session://hot-reload.js`;
}
