import { join } from 'node:path';
import type { Node, SourceFile } from 'typescript/unstable/ast';
import { API } from 'typescript/unstable/sync';
import { projectFolder } from '../setup/node.mjs';

/** Parses files alone, without those they import, and calls `look` with each. `sources` has their texts, by path. */
export function parseSources(
  sources: ReadonlyMap<string, string>,
  look: (path: string, file: SourceFile) => void,
): void {
  const texts = new Map([...sources].map(([path, text]) => [join(projectFolder, path), text]));
  const compilerOptions = { noResolve: true, noLib: true, types: [], noEmit: true };
  const configuration = join(projectFolder, 'tsconfig.parsed.json');
  texts.set(configuration, JSON.stringify({ compilerOptions, files: [...texts.keys()] }));
  const api = new API({
    cwd: projectFolder,
    fs: {
      readFile: (path) => texts.get(path),
      fileExists: (path) => (texts.has(path) ? true : undefined),
    },
  });
  try {
    const program = api.updateSnapshot({ openProjects: [configuration] }).getProjects()[0]?.program;
    for (const path of sources.keys()) {
      const file = program?.getSourceFile(join(projectFolder, path));
      if (file === undefined) throw new Error(`${path} could not be parsed.`);
      look(path, file);
    }
  } finally {
    api.close();
  }
}

/** Calls `see` with a node and all that it contains. */
export function visitAll(node: Node, see: (node: Node) => void): void {
  see(node);
  node.forEachChild((child) => visitAll(child, see));
}
