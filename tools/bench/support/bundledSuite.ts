import { join } from 'node:path';
import { build } from 'esbuild';

/** Bundles the suite of a part into a folder, for the extension host of an editor. Returns its file. */
export async function bundleSuite(
  part: 'firstStop' | 'hotReload' | 'pageView' | 'stops',
  folder: string,
): Promise<string> {
  const suite = join(folder, 'suite.cjs');
  await build({
    entryPoints: [join(import.meta.dirname, '..', part, 'suite.ts')],
    outfile: suite,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'warning',
  });
  return suite;
}
