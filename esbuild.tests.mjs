// Bundles the suites that run in the editor's extension host.
import { build } from 'esbuild';

const suites = 'test/editor/suites';

await build({
  entryPoints: {
    csharpBridge: `${suites}/csharpBridge.ts`,
    debuggers: `${suites}/debuggers/index.ts`,
    index: `${suites}/index.ts`,
    folders: `${suites}/folders/index.ts`,
    languages: `${suites}/languages/index.ts`,
    // A program that the suites run, not one of them.
    sampleController: 'tools/controller/main.ts',
    variables: `${suites}/variables.ts`,
    blazor: `${suites}/blazor/index.ts`,
    projects: `${suites}/projects/index.ts`,
    blazorApps: `${suites}/blazorApps/index.ts`,
    blazorControllers: `${suites}/blazorControllers/index.ts`,
    aspire: `${suites}/aspire/index.ts`,
    sessions: `${suites}/sessions/index.ts`,
    random: `${suites}/random/index.ts`,
  },
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
