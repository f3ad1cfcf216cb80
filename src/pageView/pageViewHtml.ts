/** What the document of a page's tab consists of. */
export interface PageViewOptions {
  /** Random, and different for each document. */
  readonly nonce: string;
  /** The bundled script, `dist/pageView.js`. */
  readonly script: string;
  /** The bundled style sheet, `dist/pageView-style.css`. */
  readonly style: string;
}

/**
 * Returns the HTML of a page's tab. It runs its own script and style only, and loads nothing: the
 * page's pictures arrive as messages.
 */
export function pageViewHtml({ nonce, script, style }: PageViewOptions): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(nonce)}">
<meta name="viewport" content="width=device-width">
<style nonce="${nonce}">${style}</style>
</head>
<body>
<script nonce="${nonce}">${script}</script>
</body>
</html>`;
}

function contentSecurityPolicy(nonce: string): string {
  return `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'`;
}
