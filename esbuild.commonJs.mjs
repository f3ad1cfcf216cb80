// Entry points that share their code in chunks, as CommonJS.

import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { transform } from 'esbuild';
import { joinChunks } from './esbuild.joinChunks.mjs';

/**
 * Converts what esbuild has split, which it can only do with ES modules, to CommonJS, which editors load, and
 * writes it. Use it with `format: 'esm'`, `splitting: true`, inline source maps, a metafile and `write: false`. Chunks go
 * into a folder of their own, which is emptied of older ones. Those that `main` loads at its start are joined.
 *
 * @param {{ chunkFolder: string, main: string, other: string, minify: boolean }} options
 * @returns {import('esbuild').Plugin}
 */
export function asCommonJs({ chunkFolder, main, other, minify }) {
  /** The converted files of the last build, by their hashes. */
  let converted = new Map();
  /** The code of the files that have been written. */
  const written = new Map();

  const convert = async ({ path, text }, { exports }) => {
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
    return { code: exports.length > 0 ? exportDirectly(code) : code, map };
  };

  const write = async ({ code, map, path }) => {
    if (written.get(path) === code) return;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.map`, map);
    await writeFile(path, `${code}//# sourceMappingURL=${basename(path)}.map\n`);
    written.set(path, code);
  };

  return {
    name: 'as-common-js',
    setup(build) {
      build.onEnd(async ({ errors, metafile, outputFiles }) => {
        if (errors.length > 0) return;
        const wrong = findCommonJsImports(metafile);
        if (wrong.length > 0) return { errors: wrong };
        const toName = (path) => relative(process.cwd(), path).replaceAll('\\', '/');
        const conversions = outputFiles.map(async (file) => [
          file.hash,
          converted.get(file.hash) ?? (await convert(file, metafile.outputs[toName(file.path)])),
        ]);
        converted = new Map(await Promise.all(conversions));
        const files = outputFiles.map(({ hash, path }) => {
          const { code, map } = converted.get(hash);
          return { path, name: toName(path), code, map };
        });
        const copying = files.filter(({ code }) => code === undefined);
        if (copying.length > 0) {
          return { errors: copying.map(({ name }) => ({ text: `${name} copies its exports` })) };
        }
        const joined = joinChunks(files, metafile.outputs, { main, other });
        metafile.outputs = joined.outputs;
        const chunks = joined.files.filter(({ path }) => dirname(path) === chunkFolder);
        await Promise.all(chunks.map(write));
        // Entry points last, since a change of these reloads an editor.
        await Promise.all(joined.files.filter((file) => !chunks.includes(file)).map(write));
        await removeOthers(chunkFolder, new Set(chunks.map(({ path }) => basename(path))));
      });
    },
  };
}

/**
 * Exports the object that esbuild copies for `module.exports`. Each export of the copy is a getter that looks up the
 * one of the original by its name, which takes longer than most of the functions that are exported. Columns are kept
 * for the source map. Returns `undefined` if no copy is found. Code of libraries may look like it, but comes later.
 */
function exportDirectly(code) {
  const direct = code.replace(
    /\b(module\.exports ?= ?)([\w$]+\()([\w$]+)\);/,
    (_, assignment, copy, original) => `${assignment}${original};${' '.repeat(copy.length + 1)}`,
  );
  if (direct === code) return undefined;
  return `${direct}Object.defineProperty(module.exports, "__esModule", { value: true });\n`;
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
