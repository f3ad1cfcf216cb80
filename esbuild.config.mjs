import { chmod, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { build, context } from 'esbuild';
import { asCommonJs } from './esbuild.commonJs.mjs';
import { pageViewOptions } from './esbuild.pageView.mjs';

const watch = process.argv.includes('--watch');

/** Of Express, only the router is used: the rest is three quarters of its size. */
const onlyRouter = {
  name: 'only-router',
  setup(build) {
    const filter = /^express$/;
    build.onResolve({ filter }, async ({ kind, resolveDir }) => {
      const { errors, path } = await build.resolve('express/lib/express.js', { kind, resolveDir });
      return errors.length > 0 ? { errors } : { path, namespace: 'only-router' };
    });
    build.onLoad({ filter: /./, namespace: 'only-router' }, ({ path }) => ({
      contents: "exports.Router = require('router');",
      resolveDir: dirname(path),
    }));
  },
};

/** What the SDK of the Model Context Protocol checks forms of servers with: nothing here sends one. */
const leaveOutFormChecks = {
  name: 'leave-out-form-checks',
  setup(build) {
    const filter = /^@modelcontextprotocol\/server\/_shims$/;
    build.onResolve({ filter }, ({ path }) => ({ path, namespace: 'no-form-checks' }));
    build.onLoad({ filter: /./, namespace: 'no-form-checks' }, () => ({
      contents:
        "export { default as process } from 'node:process';\nexport class DefaultJsonSchemaValidator {}",
    }));
  },
};

const minify = !watch;

const nodeOptions = {
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  // The Node of the oldest VS Code that package.json's engines allow.
  target: 'node20.9',
  minify,
  logLevel: 'warning',
};

/** The extension and the command, which share most of their code. */
const hostOptions = {
  ...nodeOptions,
  entryPoints: { extension: 'src/extension.ts', cli: 'src/cli/main.ts' },
  chunkNames: 'chunks/[name]-[hash]',
  splitting: true,
  format: 'esm',
  external: ['vscode'],
  plugins: [
    onlyRouter,
    leaveOutFormChecks,
    asCommonJs({
      chunkFolder: resolve('dist/chunks'),
      main: 'dist/extension.js',
      other: 'dist/cli.js',
      minify,
    }),
  ],
  // Its CommonJS form loads its parts in a way that no bundler can follow.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  sourcemap: 'inline',
  metafile: true,
  write: false,
};

/** The watchdog, in one file, since each host starts one and most of them never do anything. */
const watchdogOptions = {
  ...nodeOptions,
  entryPoints: { watchdog: 'src/processes/watchdog/main.ts' },
  format: 'cjs',
  sourcemap: true,
};

await mkdir('dist', { recursive: true });
if (watch) {
  for (const options of [hostOptions, watchdogOptions, pageViewOptions]) {
    await (await context(options)).watch();
  }
} else {
  const [{ metafile }] = await Promise.all(
    [hostOptions, watchdogOptions, pageViewOptions].map((options) => build(options)),
  );
  await chmod('dist/cli.js', 0o755);
  await copyFile('src/vscode/window/api.d.ts', 'dist/api.d.ts');
  await writeFile('dist/meta.json', JSON.stringify(metafile));
}
