import { dirname, join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { HumanError } from '../../common/humanError.ts';
import { definePhrases } from '../../common/phrases.ts';
import { escapeForMSBuild } from '../../dotnet/evaluate/generatedProject.ts';
import { userCache } from '../../dotnet/files/userCache.ts';
import { getMajor } from '../../dotnet/sdk/nugetVersion.ts';
import { type Dotnet, runDotnet } from '../../dotnet/sdk/sdk.ts';
import type { LaunchContext } from '../../launch/launchPlan.ts';
import { makeWatchedFolder } from '../../processes/watchdog/watchedFolder.ts';
import {
  type DebugHost,
  findDebugHostIn,
  devServerPackage,
  findDebugHost,
  type HostedProject,
  newestRuntime,
  notFound,
} from './debugHost.ts';

const phrases = definePhrases({
  notRestored:
    'its packages have no debug proxy, and that of .NET {version} could not be restored ({problem})',
});

/**
 * Finds the debug host for a client like `findDebugHost`. If the user's packages contain none, it is restored
 * to a cache folder from the package sources of the client. Throws a HumanError (DebugProxyNotFound), and
 * the signal's reason.
 */
export async function findOrRestoreDebugHost(
  client: HostedProject,
  dotnet: Dotnet,
  signal?: AbortSignal,
): Promise<DebugHost> {
  const { launchContext } = dotnet;
  try {
    return await findDebugHost(client, launchContext);
  } catch (error) {
    if (!(error instanceof HumanError)) throw error;
  }
  const version = await restorableVersion(client, launchContext);
  const folder = cacheFolder(launchContext);
  const kept = await findDebugHostIn(folder, { runtimeVersion: version }, launchContext);
  if (kept !== undefined && getMajor(kept.version) === getMajor(version)) return kept;
  const problem = await restore(version, folder, client, dotnet, signal);
  const restored = await findDebugHostIn(folder, { runtimeVersion: version }, launchContext);
  if (restored !== undefined) return restored;
  throw notFound(client, phrases.notRestored({ version, problem }));
}

/** Returns the client's version, or that of the newest runtime if it can't run the client's. */
async function restorableVersion(
  { runtimeVersion }: HostedProject,
  context: LaunchContext,
): Promise<string> {
  const newest = await newestRuntime(context);
  return newest === undefined || getMajor(runtimeVersion) <= getMajor(newest)
    ? runtimeVersion
    : newest;
}

/** Restores the package to a folder. Resolves to the error, if there was one. */
async function restore(
  version: string,
  packages: string,
  client: HostedProject,
  dotnet: Dotnet,
  signal: AbortSignal | undefined,
): Promise<string> {
  const folder = await makeWatchedFolder('ide-session-host-proxy-', dotnet.watchdog);
  try {
    const project = join(folder.path, 'proxy.proj');
    await writeFile(project, projectText(version, packages, dirname(client.path)));
    const args = ['restore', project, '-nologo'];
    const { stdout } = await runDotnet(args, dirname(client.path), dotnet, signal);
    return /error (\w+: .*?)(?: \[.*\])?$/m.exec(stdout)?.[1] ?? 'no reason is known';
  } finally {
    await folder.remove();
  }
}

function projectText(version: string, packages: string, sources: string): string {
  return `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>netstandard2.0</TargetFramework>
    <DisableImplicitFrameworkReferences>true</DisableImplicitFrameworkReferences>
    <RestorePackagesPath>${escapeForMSBuild(packages)}</RestorePackagesPath>
    <RestoreRootConfigDirectory>${escapeForMSBuild(sources)}</RestoreRootConfigDirectory>
  </PropertyGroup>
  <ItemGroup>
    <PackageDownload Include="${devServerPackage}" Version="[${escapeForMSBuild(version)}]" />
  </ItemGroup>
</Project>
`;
}

function cacheFolder({ environment, platform }: LaunchContext): string {
  return join(userCache(environment, platform), 'debug-proxy');
}
