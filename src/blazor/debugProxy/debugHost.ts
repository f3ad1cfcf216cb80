import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { HumanError } from '../../common/humanError.ts';
import type { ProjectFacts } from '../../dotnet/projectFacts.ts';
import type { LaunchContext } from '../../launch/launchPlan.ts';
import { byFitness } from './packageVersions.ts';

/** A program that stands between a debugger and a browser, and knows C#. */
export interface DebugHost {
  /** The absolute path of its assembly. */
  readonly path: string;
  /** The version of the package that it lies in. */
  readonly version: string;
}

const devServerPackage = 'Microsoft.AspNetCore.Components.WebAssembly.DevServer';

/** The packages that have one: clients reference the first, servers of clients the second. */
const packages = [devServerPackage, 'Microsoft.AspNetCore.Components.WebAssembly.Server'];

const hostFile = ['tools', 'BlazorDebugProxy', 'BrowserDebugHost.dll'];

/** What the search depends on of a client's project. */
export type HostedProject = Pick<ProjectFacts, 'path' | 'packageFolder' | 'runtimeVersion'>;

/**
 * Finds the debug host for a client in the user's NuGet packages: that of the client's own version, else
 * the nearest. Throws a HumanError (DebugProxyNotFound) where there is none.
 */
export async function findDebugHost(
  client: HostedProject,
  context: LaunchContext,
): Promise<DebugHost> {
  const folder = client.packageFolder ?? packageFolderOf(context);
  const found = await Promise.all(
    packages.map((name) => hostsIn(join(folder, name.toLowerCase()))),
  );
  const [best] = found.flat().toSorted(byFitness(client.runtimeVersion));
  if (best === undefined) throw notFound(client, folder);
  return best;
}

/** Where NuGet keeps packages if a project doesn't say. */
function packageFolderOf({ environment }: LaunchContext): string {
  return environment['NUGET_PACKAGES'] || join(homedir(), '.nuget', 'packages');
}

async function hostsIn(folder: string): Promise<DebugHost[]> {
  const versions = await readdir(folder).catch(() => []);
  const hosts = await Promise.all(
    versions.map(async (version) => {
      const path = join(folder, version, ...hostFile);
      const file = await stat(path).catch(() => undefined);
      return file?.isFile() === true ? [{ path, version }] : [];
    }),
  );
  return hosts.flat();
}

function notFound({ path, runtimeVersion }: HostedProject, folder: string): HumanError {
  const reference = `<PackageReference Include="${devServerPackage}" Version="${runtimeVersion}" PrivateAssets="all" />`;
  return new HumanError(
    'DebugProxyNotFound',
    `C# can't be debugged in the browser, since ${folder} has no debug proxy of Blazor. Add ${reference} to an ItemGroup of ${path}, and restore it with: dotnet restore`,
  );
}
