import { dirname, join, parse } from 'node:path';
import type { Clock } from '../../common/clock.ts';
import { getProjects } from '../../dotnet/build/restores.ts';
import type { ProjectFacts } from '../../dotnet/evaluate/projectFacts.ts';
import { gatherServed } from '../../wasm/diagnosis/gatherServed.ts';
import { readPdb } from '../../wasm/diagnosis/portablePdb.ts';
import { readIfThere } from './appSources.ts';

interface Assemblies {
  readonly assemblies: readonly { readonly name: string }[];
}

/**
 * Finds the build that the page at a URL loads of a client, and of the projects that it references. Returns what tells
 * whether it is still on the disk; `undefined` if the page loads another one.
 */
export async function findServedBuild(
  client: ProjectFacts,
  url: string,
  clock: Clock,
): Promise<(() => Promise<boolean>) | undefined> {
  const projects = (await getProjects(client.path)) ?? client.projectReferences;
  const names = new Set([client.assemblyName, ...projects.map((path) => parse(path).name)]);
  const readIds = (): Promise<ReadonlyMap<string, string | undefined>> =>
    readBuildIds(dirname(client.targetPath), names);
  const built = await readIds();
  const listNames = ({ assemblies }: Assemblies): readonly string[] =>
    assemblies.map(({ name }) => name).filter((name) => names.has(name));
  const served = await gatherServed(url, listNames, clock);
  if (served.kind !== 'app' || served.assemblies.length === 0) return undefined;
  const isServed = served.assemblies.every(
    ({ name, symbols }) => symbols.kind === 'portable' && symbols.pdb.id === built.get(name),
  );
  if (!isServed) return undefined;
  return async () => {
    const present = await readIds();
    return served.assemblies.every(({ name }) => present.get(name) === built.get(name));
  };
}

/** Returns the ids of the builds of assemblies in a folder; `undefined` for those without readable symbols. */
async function readBuildIds(
  folder: string,
  names: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string | undefined>> {
  const readId = async (name: string): Promise<string | undefined> => {
    const content = await readIfThere(join(folder, `${name}.pdb`));
    const symbols = content && readPdb(content);
    return symbols?.kind === 'portable' ? symbols.pdb.id : undefined;
  };
  return new Map(
    await Promise.all([...names].map(async (name) => [name, await readId(name)] as const)),
  );
}
