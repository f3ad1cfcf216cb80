import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { HumanError } from '../../common/humanError.ts';
import type { ProjectFacts } from '../../dotnet/evaluate/projectFacts.ts';
import type { LaunchContext } from '../../launch/launchPlan.ts';
import { dotnetRoot } from '../../dotnet/sdk/dotnetRoot.ts';
import { compareVersions, majorOf } from '../../dotnet/sdk/nugetVersion.ts';
import { wasmErrors } from '../errors.ts';

/** A program that stands between a debugger and a browser, and knows C#. */
export interface DebugHost {
  /** The absolute path of its assembly. */
  readonly path: string;
  /** The version of the package that it lies in. */
  readonly version: string;
}

export const devServerPackage = 'Microsoft.AspNetCore.Components.WebAssembly.DevServer';

/** The packages that have one: clients reference the first, servers of clients the second. */
const packages = [devServerPackage, 'Microsoft.AspNetCore.Components.WebAssembly.Server'];

const hostFile = ['tools', 'BlazorDebugProxy', 'BrowserDebugHost.dll'];

/** What the search depends on of a client's project. */
export type HostedProject = Pick<ProjectFacts, 'path' | 'packageFolder' | 'runtimeVersion'>;

/**
 * Finds the debug host for a client in the user's NuGet packages: of those that the installed runtimes can
 * run, that of the client's own version, else the nearest. Throws a HumanError (DebugProxyNotFound) where
 * there is none.
 */
export async function findDebugHost(
  client: HostedProject,
  context: LaunchContext,
): Promise<DebugHost> {
  const folder = client.packageFolder ?? packageFolderOf(context);
  const best = await debugHostIn(folder, client, context);
  if (best === undefined) throw notFound(client, `${folder} has no debug proxy of Blazor`);
  return best;
}

/** The debug host in a folder of packages that is best for a client. */
export async function debugHostIn(
  folder: string,
  { runtimeVersion }: Pick<HostedProject, 'runtimeVersion'>,
  context: LaunchContext,
): Promise<DebugHost | undefined> {
  const found = await Promise.all(
    packages.map((name) => hostsIn(join(folder, name.toLowerCase()))),
  );
  const newest = await newestRuntime(context);
  const canRun = ({ version }: DebugHost): boolean =>
    newest === undefined || majorOf(version) <= majorOf(newest);
  return found.flat().filter(canRun).toSorted(byFitness(runtimeVersion))[0];
}

/**
 * Orders debug hosts by how well they fit a wanted version: the same first, then the newest of the same
 * major version, then the newest of all.
 */
function byFitness(wanted: string): (one: DebugHost, other: DebugHost) => number {
  const rank = ({ version }: DebugHost): number => {
    if (compareVersions(version, wanted) === 0) return 0;
    return majorOf(version) === majorOf(wanted) ? 1 : 2;
  };
  return (one, other) => rank(one) - rank(other) || compareVersions(other.version, one.version);
}

/** The version of the newest runtime that can run a debug host, which is a web server; `undefined` if it can't be known. */
export async function newestRuntime({ environment }: LaunchContext): Promise<string | undefined> {
  const root = await dotnetRoot(environment);
  const folder = root && join(root, 'shared', 'Microsoft.AspNetCore.App');
  const versions = folder === undefined ? [] : await readdir(folder).catch(() => []);
  return versions.toSorted(compareVersions).at(-1);
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

/** The failure of a client for which there is no debug host; `reason` is the rest of a sentence. */
export function notFound({ path, runtimeVersion }: HostedProject, reason: string): HumanError {
  const reference = `<PackageReference Include="${devServerPackage}" Version="${runtimeVersion}" PrivateAssets="all" />`;
  return wasmErrors.DebugProxyNotFound({ reason, reference, project: path });
}
