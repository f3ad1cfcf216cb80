import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { definePhrases } from '../../common/phrases.ts';
import type { ProjectFacts } from '../../dotnet/evaluate/projectFacts.ts';
import type { BuiltAssembly, BuiltSymbols, Known } from './facts.ts';
import { readEmbeddedPdb } from '../metadata/debugDirectory.ts';
import { type PdbReading, readPdb } from './portablePdb.ts';
import { findSources, isFile } from './sourceFiles.ts';
import { getDocuments } from './symbols.ts';

/** Why something is not known. */
export const reasons = definePhrases({
  notChosen: 'no project was chosen',
  notBuilt: '{file} has not been built yet',
});

/** Reads the symbols of a client, and of its server if that is another project. */
export async function gatherBuilt(
  projects: readonly ProjectFacts[],
  roots: readonly string[],
): Promise<Known<readonly BuiltAssembly[]>> {
  const outputs = await Promise.all(projects.map((project) => gatherOutput(project, roots)));
  const known = outputs.flatMap((output) => (output.kind === 'known' ? [output.value] : []));
  const [first] = outputs;
  if (known.length === 0) return first ?? { kind: 'unknown', reason: reasons.notChosen() };
  // Assemblies that are also in the client's folder belong to the client.
  const all = known
    .flat()
    .toSorted((one, other) => Number(one.isOfClient) - Number(other.isOfClient));
  return { kind: 'known', value: [...new Map(all.map((one) => [one.name, one])).values()] };
}

/**
 * Reads the symbols in the output folder of a project: its own and those of all direct and indirect
 * references, which are copied there. Sources are searched below `roots`.
 */
async function gatherOutput(
  project: ProjectFacts,
  roots: readonly string[],
): Promise<Known<readonly BuiltAssembly[]>> {
  if (!(await isFile(project.targetPath))) {
    return { kind: 'unknown', reason: reasons.notBuilt({ file: project.targetPath }) };
  }
  const folder = dirname(project.targetPath);
  const files = await readdir(folder).catch((): string[] => []);
  const known = new Set([
    project.assemblyName,
    ...project.projectReferences.map((path) => basename(path, extname(path))),
  ]);
  const withSymbols = files.filter((file) => file.endsWith('.pdb'));
  const names = new Set([...known, ...withSymbols.map((file) => basename(file, '.pdb'))]);
  const found = await Promise.all(
    [...names]
      .filter((name) => files.includes(`${name}.dll`))
      .map(async (name) => {
        const symbols = await readSymbols(folder, name);
        const isOwn = known.has(name) || (await isFromHere(symbols, roots));
        return isOwn ? [{ name, symbols, isOfClient: project.kind === 'client' }] : [];
      }),
  );
  return { kind: 'known', value: found.flat() };
}

/** Returns the symbols that are embedded in an assembly, if there are any. */
export function readEmbeddedSymbols(assembly: Buffer): PdbReading | undefined {
  try {
    const embedded = readEmbeddedPdb(assembly);
    return embedded && readPdb(embedded);
  } catch {
    return undefined;
  }
}

async function readSymbols(folder: string, name: string): Promise<BuiltSymbols> {
  const file = await readFile(join(folder, `${name}.pdb`)).catch(() => undefined);
  if (file !== undefined) return readPdb(file);
  const assembly = await readFile(join(folder, `${name}.dll`)).catch(() => Buffer.alloc(0));
  const embedded = readEmbeddedSymbols(assembly);
  return embedded === undefined ? { kind: 'none' } : { kind: 'embedded', pdb: embedded };
}

/** Whether an assembly was compiled from local sources, since packages contain symbols too. */
async function isFromHere(symbols: BuiltSymbols, roots: readonly string[]): Promise<boolean> {
  const sources = await findSources(getDocuments(symbols) ?? [], roots);
  return sources.some(({ isOnDisk, counterpart }) => isOnDisk || counterpart !== undefined);
}
