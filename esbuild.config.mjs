import { chmod, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { build, context } from 'esbuild';
import { pageViewOptions } from './esbuild.pageView.mjs';

const watch = process.argv.includes('--watch');

/**
 * Parts of Express that nothing here calls, two thirds of its size: bodies are read by the endpoint
 * itself, the query parser is off, and no files are served. Express loads them, so they become empty.
 */
const unused = ['body-parser', 'mime-types', 'qs'];

const leaveOutUnused = {
  name: 'leave-out-unused',
  setup(build) {
    const filter = new RegExp(`^(${unused.join('|')})$`);
    build.onResolve({ filter }, ({ path }) => ({ path, namespace: 'unused' }));
    build.onLoad({ filter: /./, namespace: 'unused' }, () => ({
      contents: 'module.exports = {};',
    }));
  },
};

const options = {
  entryPoints: {
    extension: 'src/extension.ts',
    cli: 'src/cli/main.ts',
    watchdog: 'src/processes/watchdog/main.ts',
  },
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  format: 'cjs',
  // The Node of the oldest VS Code that package.json's engines allow.
  target: 'node20.9',
  external: ['vscode'],
  plugins: [leaveOutUnused],
  // Its CommonJS form loads its parts in a way that no bundler can follow.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  sourcemap: true,
  minify: !watch,
  metafile: true,
  logLevel: 'warning',
};

await mkdir('dist', { recursive: true });
if (watch) {
  await (await context(options)).watch();
  await (await context(pageViewOptions)).watch();
} else {
  const [{ metafile }] = await Promise.all([build(options), build(pageViewOptions)]);
  await chmod('dist/cli.js', 0o755);
  await copyFile('src/vscode/window/api.d.ts', 'dist/api.d.ts');
  await writeFile('dist/meta.json', JSON.stringify(metafile));
}
