import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { HumanError } from '../../common/humanError.ts';
import { definePhrases } from '../../common/phrases.ts';
import type { ProjectFacts } from '../../dotnet/evaluate/projectFacts.ts';
import type { LaunchContext } from '../../launch/launchPlan.ts';
import { dotnetRoot } from '../../dotnet/sdk/dotnetRoot.ts';
import { compareVersions, getMajor } from '../../dotnet/sdk/nugetVersion.ts';
import { wasmErrors } from '../errors.ts';

/** The program of a .NET debug proxy, which adds C# to a browser's debugging protocol. */
export interface DebugHost {
  /** The absolute path of its assembly. */
  readonly path: string;
  /** The version of its package. */
  readonly version: string;
}

export const devServerPackage = 'Microsoft.AspNetCore.Components.WebAssembly.DevServer';

/** The packages that contain one. Clients reference the first, their servers the second. */
const packages = [devServerPackage, 'Microsoft.AspNetCore.Components.WebAssembly.Server'];

const hostFile = ['tools', 'BlazorDebugProxy', 'BrowserDebugHost.dll'];

const phrases = definePhrases({ noProxy: '{folder} has no debug proxy of Blazor' });

/** The facts of a client that the search depends on. */
export type HostedProject = Pick<ProjectFacts, 'path' | 'packageFolder' | 'runtimeVersion'>;

/**
 * Finds the debug host for a client in the user's NuGet packages. Of those that an installed runtime can
 * run, it prefers the client's version, then the nearest one. Throws a HumanError (DebugProxyNotFound).
 */
export async function findDebugHost(
  client: HostedProject,
  context: LaunchContext,
): Promise<DebugHost> {
  const folder = getPackageFolder(client, context);
  const best = await findDebugHostIn(folder, client, context);
  if (best === undefined) throw notFound(client, phrases.noProxy({ folder }));
  return best;
}

/** Returns the best debug host for a client in a package folder. */
export async function findDebugHostIn(
  folder: string,
  { runtimeVersion }: Pick<HostedProject, 'runtimeVersion'>,
  context: LaunchContext,
): Promise<DebugHost | undefined> {
  const found = await Promise.all(
    packages.map((name) => hostsIn(join(folder, name.toLowerCase()))),
  );
  const newest = await newestRuntime(context);
  const canRun = ({ version }: DebugHost): boolean =>
    newest === undefined || getMajor(version) <= getMajor(newest);
  return found.flat().filter(canRun).toSorted(byFitness(runtimeVersion))[0];
}

/**
 * Orders debug hosts by how well they fit a wanted version: the same first, then the newest of the same
 * major version, then the newest of all.
 */
function byFitness(wanted: string): (one: DebugHost, other: DebugHost) => number {
  const rank = ({ version }: DebugHost): number => {
    if (compareVersions(version, wanted) === 0) return 0;
    return getMajor(version) === getMajor(wanted) ? 1 : 2;
  };
  return (one, other) => rank(one) - rank(other) || compareVersions(other.version, one.version);
}

/** Returns the version of the newest ASP.NET Core runtime, which debug hosts need; `undefined` if it is unknown. */
export async function newestRuntime({ environment }: LaunchContext): Promise<string | undefined> {
  const root = await dotnetRoot(environment);
  const folder = root && join(root, 'shared', 'Microsoft.AspNetCore.App');
  const versions = folder === undefined ? [] : await readdir(folder).catch(() => []);
  return versions.toSorted(compareVersions).at(-1);
}

/** Returns the package folder of a project, NuGet's default one if it has not been restored. */
export function getPackageFolder(
  { packageFolder }: Pick<HostedProject, 'packageFolder'>,
  { environment }: LaunchContext,
): string {
  return packageFolder ?? (environment['NUGET_PACKAGES'] || join(homedir(), '.nuget', 'packages'));
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

/** The failure of a client for which there is no debug host; `reason` is the rest of a sentence. */
export function notFound({ path, runtimeVersion }: HostedProject, reason: string): HumanError {
  const reference = `<PackageReference Include="${devServerPackage}" Version="${runtimeVersion}" PrivateAssets="all" />`;
  return wasmErrors.DebugProxyNotFound({ reason, reference, project: path });
}
