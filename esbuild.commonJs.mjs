// Entry points that share their code in chunks, as CommonJS.

import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { transform } from 'esbuild';

/**
 * Converts what esbuild has split, which it can only do with ES modules, to CommonJS, which editors load, and
 * writes it. Use it with `format: 'esm'`, `splitting: true`, inline source maps, a metafile and `write: false`. Chunks go
 * into a folder of their own, which is emptied of older ones.
 *
 * @param {{ chunkFolder: string, minify: boolean }} options
 * @returns {import('esbuild').Plugin}
 */
export function asCommonJs({ chunkFolder, minify }) {
  /** The hashes of the files that have been written. */
  const written = new Map();

  const write = async ({ hash, path, text }) => {
    if (written.get(path) === hash) return;
    const { code, map } = await transform(text, {
      format: 'cjs',
      // An import on demand becomes `require`, since the editor only intercepts that.
      supported: { 'dynamic-import': false },
      banner: '"use strict";',
      platform: 'node',
      target: 'node20.9',
      minify,
      sourcefile: path,
      sourcemap: 'external',
    });
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.map`, map);
    await writeFile(path, `${code}//# sourceMappingURL=${basename(path)}.map\n`);
    written.set(path, hash);
  };

  return {
    name: 'as-common-js',
    setup(build) {
      build.onEnd(async ({ errors, metafile, outputFiles }) => {
        if (errors.length > 0) return;
        const wrong = findCommonJsImports(metafile);
        if (wrong.length > 0) return { errors: wrong };
        const chunks = outputFiles.filter(({ path }) => dirname(path) === chunkFolder);
        await Promise.all(chunks.map(write));
        // Entry points last, since a change of these reloads an editor.
        await Promise.all(outputFiles.filter((file) => !chunks.includes(file)).map(write));
        await removeOthers(chunkFolder, new Set(chunks.map(({ path }) => basename(path))));
      });
    },
  };
}

/**
 * Finds imports on demand of CommonJS modules. Their exports would be missing: esbuild doesn't know their names
 * when it splits them off. Import them in a module that is imported on demand.
 */
function findCommonJsImports({ inputs }) {
  return Object.entries(inputs).flatMap(([file, { imports }]) =>
    imports
      .filter(({ kind, path }) => kind === 'dynamic-import' && inputs[path]?.format === 'cjs')
      .map(({ path }) => ({ text: `${file} imports ${path}, a CommonJS module, on demand` })),
  );
}

async function removeOthers(folder, names) {
  for (const name of await readdir(folder)) {
    if (!names.has(name.replace(/\.map$/, ''))) await rm(join(folder, name));
  }
}
