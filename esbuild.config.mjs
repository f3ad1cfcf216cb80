import { chmod, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { build, context } from 'esbuild';

const watch = process.argv.includes('--watch');

/** JSON comes in UTF-8 alone, so the tables of other charsets stay out of the bundle. */
const utf8Only = {
  name: 'utf8-only',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^iconv-lite$/ }, () => ({ path: 'iconv-lite', namespace: 'utf8-only' }));
    onLoad({ filter: /.*/, namespace: 'utf8-only' }, () => ({
      contents: `
        const { StringDecoder } = require('node:string_decoder');
        const isUtf8 = (name) => /^utf-?8$/i.test(name);
        exports.encodingExists = isUtf8;
        exports.getDecoder = (name) => {
          if (!isUtf8(name)) throw new Error('Encoding not recognized: ' + name);
          return new StringDecoder('utf8');
        };
        exports.decode = (bytes) => Buffer.from(bytes).toString('utf8');
      `,
    }));
  },
};

const options = {
  entryPoints: {
    extension: 'src/extension.ts',
    cli: 'src/cli/main.ts',
    watchdog: 'src/runners/watchdog/main.ts',
  },
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  format: 'cjs',
  // The Node of the oldest VS Code that package.json's engines allow.
  target: 'node20.9',
  external: ['vscode'],
  // Its CommonJS form loads its parts in a way that no bundler can follow.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  sourcemap: true,
  minify: !watch,
  keepNames: true,
  metafile: true,
  plugins: [utf8Only],
  logLevel: 'warning',
};

await mkdir('dist', { recursive: true });
if (watch) {
  await (await context(options)).watch();
} else {
  const { metafile } = await build(options);
  await chmod('dist/cli.js', 0o755);
  await copyFile('src/vscode/api.d.ts', 'dist/api.d.ts');
  await writeFile('dist/meta.json', JSON.stringify(metafile));
}
