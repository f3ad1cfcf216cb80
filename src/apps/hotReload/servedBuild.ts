import { dirname, join, parse } from 'node:path';
import type { Clock } from '../../common/clock.ts';
import { getProjects } from '../../dotnet/build/restores.ts';
import type { ProjectFacts } from '../../dotnet/evaluate/projectFacts.ts';
import { gatherServed } from '../../wasm/diagnosis/gatherServed.ts';
import { readPdb } from '../../wasm/diagnosis/portablePdb.ts';
import { readIfThere } from './appSources.ts';

/** Whether the page at a URL loads the build of a client, and of the projects that it references, on the disk. */
export async function isBuildServed(
  client: ProjectFacts,
  url: string,
  clock: Clock,
): Promise<boolean> {
  const projects = (await getProjects(client.path)) ?? client.projectReferences;
  const names = new Set([client.assemblyName, ...projects.map((path) => parse(path).name)]);
  const listNames = ({
    assemblies,
  }: {
    readonly assemblies: readonly { readonly name: string }[];
  }) => assemblies.map(({ name }) => name).filter((name) => names.has(name));
  const served = await gatherServed(url, listNames, clock);
  if (served.kind !== 'app') return false;
  const builds = await Promise.all(
    served.assemblies.map(async ({ name, symbols }) => {
      const id = await readBuildId(client, name);
      return id !== undefined && symbols.kind === 'portable' && symbols.pdb.id === id;
    }),
  );
  return builds.length > 0 && builds.every((isSame) => isSame);
}

/** Returns the id of a build of one of a client's assemblies; `undefined` if it has no readable symbols. */
export async function readBuildId(
  { assemblyName, targetPath }: Pick<ProjectFacts, 'assemblyName' | 'targetPath'>,
  name = assemblyName,
): Promise<string | undefined> {
  const content = await readIfThere(join(dirname(targetPath), `${name}.pdb`));
  const symbols = content && readPdb(content);
  return symbols?.kind === 'portable' ? symbols.pdb.id : undefined;
}
