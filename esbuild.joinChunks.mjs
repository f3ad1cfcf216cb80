// Fewer files for what an entry point loads at its start: each file costs a look-up and a read.

import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';

/**
 * Joins the chunks that the entry point `main` loads at its start. What is loaded on demand and what parts of the
 * entry point `other` load are not changed by it: chunks are only joined if the same of these parts load them.
 *
 * @param {readonly { code: string, map: string, name: string, path: string }[]} files CommonJS, `name` being that in the metafile
 * @param {import('esbuild').Metafile['outputs']} outputs
 * @param {{ main: string, other: string }} entryPoints
 */
export function joinChunks(files, outputs, entryPoints) {
  const byName = new Map(files.map((file) => [file.name, file]));
  /** The new file of each joined chunk. */
  const targets = new Map();
  const groups = groupChunks(outputs, entryPoints).map((chunks) => {
    const hash = createHash('sha256').update(chunks.join()).digest('hex').slice(0, 8);
    const name = `${dirname(chunks[0])}/joined-${hash.toUpperCase()}.js`;
    for (const chunk of chunks) targets.set(chunk, name);
    return { name, chunks };
  });
  const others = files.filter(({ name }) => !targets.has(name));
  return {
    files: [
      ...others.map((file) => ({ ...file, code: redirect(file.code, file.name, targets) })),
      ...groups.map(({ chunks, name }) =>
        joinFiles(
          name,
          chunks.map((chunk) => byName.get(chunk)),
          targets,
        ),
      ),
    ],
    outputs: joinOutputs(outputs, groups, targets),
  };
}

/** Returns the groups of chunks to join. In each, a chunk comes after those that it loads. */
function groupChunks(outputs, { main, other }) {
  const commands = onDemand(outputs, loadedBy(outputs, [other]));
  const parts = [other, ...commands].map((part) => loadedBy(outputs, [part]));
  const everything = new Set([other]);
  for (const name of everything) {
    for (const { path } of outputs[name].imports) if (path in outputs) everything.add(path);
  }
  const groups = new Map();
  for (const chunk of loadedBy(outputs, [main])) {
    if (outputs[chunk].entryPoint !== undefined) continue;
    // What only `main` loads may need the editor.
    const key = [everything, ...parts].map((part) => Number(part.has(chunk))).join('');
    groups.set(key, [...(groups.get(key) ?? []), chunk]);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}

/** Returns what files load before they do anything, each after what it loads. */
function loadedBy(outputs, names, found = new Set(), begun = new Set()) {
  for (const name of names) {
    if (begun.has(name)) continue;
    begun.add(name);
    const imported = outputs[name].imports.filter(({ kind }) => kind === 'import-statement');
    const paths = imported.map(({ path }) => path).filter((path) => path in outputs);
    loadedBy(outputs, paths, found, begun);
    found.add(name);
  }
  return found;
}

/** Returns what files import on demand. */
function onDemand(outputs, names) {
  const imports = [...names].flatMap((name) => outputs[name].imports);
  const paths = imports.filter(({ kind }) => kind === 'dynamic-import').map(({ path }) => path);
  return new Set(paths.filter((path) => path in outputs));
}

/** Replaces the chunks that code loads by the files that they were joined in. */
function redirect(code, name, targets) {
  return code.replace(/require\("(\.[^"]+)"\)/g, (call, path) => {
    const chunk = join(dirname(name), path).replaceAll('\\', '/');
    const target = targets.get(chunk);
    if (target === undefined) return call;
    const file = target === name ? '$joined' : `require("${dirname(path)}/${basename(target)}")`;
    return `${file}["${basename(chunk)}"].exports`;
  });
}

/** Each chunk becomes a function, so that their names don't meet. */
function joinFiles(name, chunks, targets) {
  const lines = ['"use strict";var $joined=module.exports={};'];
  const sections = [];
  for (const { code, map, name: chunk } of chunks) {
    lines.push(`((module)=>{`);
    sections.push({ offset: { line: lines.length, column: 0 }, map: JSON.parse(map) });
    const own = redirect(code, name, targets).trimEnd();
    lines.push(...own.split('\n'), `})($joined["${basename(chunk)}"]={exports:{}});`);
  }
  return {
    name,
    path: join(dirname(chunks[0].path), basename(name)),
    code: `${lines.join('\n')}\n`,
    map: JSON.stringify({ version: 3, sections }),
  };
}

/** Returns the outputs with the joined files in place of their chunks. */
function joinOutputs(outputs, groups, targets) {
  const redirected = (name, imports) => {
    const seen = new Map();
    for (const one of imports) {
      const path = targets.get(one.path) ?? one.path;
      if (path !== name) seen.set(`${one.kind} ${path}`, { ...one, path });
    }
    return [...seen.values()];
  };
  const others = Object.entries(outputs).filter(([name]) => !targets.has(name));
  return Object.fromEntries([
    ...others.map(([name, output]) => [
      name,
      { ...output, imports: redirected(name, output.imports) },
    ]),
    ...groups.map(({ chunks, name }) => [
      name,
      {
        inputs: Object.assign({}, ...chunks.map((chunk) => outputs[chunk].inputs)),
        imports: redirected(
          name,
          chunks.flatMap((chunk) => outputs[chunk].imports),
        ),
        exports: [],
        bytes: chunks.reduce((sum, chunk) => sum + outputs[chunk].bytes, 0),
      },
    ]),
  ]);
}
