// The document of a page's tab, which runs in a webview.

/** How esbuild bundles it: a script and a style sheet, which `pageViewHtml` puts into the document. */
export const pageViewOptions = {
  entryPoints: {
    pageView: 'src/pageView/document/main.ts',
    'pageView-style': 'src/pageView/document/style.css',
  },
  outdir: 'dist',
  bundle: true,
  platform: 'browser',
  format: 'iife',
  // The Chromium of the oldest VS Code that package.json's engines allow.
  target: 'chrome122',
  minify: true,
  charset: 'utf8',
  logLevel: 'warning',
};
