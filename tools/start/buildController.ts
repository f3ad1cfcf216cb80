// Builds the sample controller into the folder of its extension: node tools/start/buildController.ts [folder]

import { join, resolve } from 'node:path';

import { build } from 'esbuild';

import { projectFolder } from '../setup/node.mjs';

const source = join(projectFolder, 'samples', 'controller');

/** Bundles the sample controller to the file that the extension in a folder starts. */
export async function buildController(extension: string): Promise<void> {
  await build({
    entryPoints: [join(source, 'main.ts')],
    outfile: join(extension, 'dist', 'controller.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'warning',
  });
}

if (process.argv[1] === import.meta.filename)
  await buildController(resolve(process.argv[2] ?? source));
