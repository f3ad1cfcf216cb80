// Bundles the suites that run in the editor's extension host.
import { build } from 'esbuild';

await build({
  entryPoints: ['index', 'variables'].map((name) => `test/editor/suites/${name}.ts`),
  outdir: 'dist/test',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20.9',
  external: ['vscode', 'mocha', 'bufferutil', 'utf-8-validate'],
  sourcemap: 'inline',
  logLevel: 'warning',
});
