import { definePhrases } from '../../common/phrases.ts';
import type { BuiltAssembly, Known, ServedApp, SourceFact } from './facts.ts';
import type { PdbDocument } from './portablePdb.ts';
import { findSources } from './sourceFiles.ts';
import { getDocuments } from './symbols.ts';

const reasons = definePhrases({ noSymbols: 'no symbols could be read' });

interface Compiled {
  readonly name: string;
  readonly isInPage: boolean;
  readonly isLazy: boolean;
  readonly documents: readonly PdbDocument[];
}

/** Finds the source files in the app's symbols. Served symbols take precedence over built ones. */
export async function gatherSources(
  built: Known<readonly BuiltAssembly[]>,
  served: ServedApp,
  roots: readonly string[],
): Promise<Known<readonly SourceFact[]>> {
  const assemblies = listCompiledAssemblies(built, served);
  if (assemblies.length === 0) return { kind: 'unknown', reason: reasons.noSymbols() };
  const sources = await Promise.all(
    assemblies.map(async ({ name, isInPage, isLazy, documents }) => {
      const found = await findSources(documents, roots);
      return found.map((source) => ({ assembly: name, isInPage, isLazy, ...source }));
    }),
  );
  return { kind: 'known', value: sources.flat() };
}

function listCompiledAssemblies(
  built: Known<readonly BuiltAssembly[]>,
  served: ServedApp,
): readonly Compiled[] {
  const inBuild = built.kind === 'known' ? built.value : [];
  const inPage = served.kind === 'app' ? served.assemblies : [];
  const namesInPage = new Set(
    (served.kind === 'app' ? inPage : inBuild.filter(({ isOfClient }) => isOfClient)).map(
      ({ name }) => name,
    ),
  );
  const lazy = served.kind === 'app' ? served.boot.lazyAssemblies : [];
  const found = new Map<string, Compiled>();
  for (const { name, symbols } of [...inBuild, ...inPage]) {
    const documents = getDocuments(symbols);
    const isInPage = namesInPage.has(name);
    const isLazy = lazy.includes(name);
    if (documents !== undefined) found.set(name, { name, isInPage, isLazy, documents });
  }
  return [...found.values()];
}
