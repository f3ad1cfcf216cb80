import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Evaluation } from '../evaluate/evaluation.ts';
import type { Dotnet } from './sdk.ts';
import type { Installed } from '../evaluate/targetFramework.ts';

/** Returns the versions of the SDK that evaluated a project, and of its runtimes. */
export async function readInstalled(
  { properties }: Evaluation,
  { launchContext }: Dotnet,
): Promise<Installed> {
  const { BundledNETCoreAppPackageVersion = '', NetCoreRoot = '' } = properties;
  const names =
    NetCoreRoot === '' ? [] : await readdir(runtimesFolder(NetCoreRoot)).catch(() => []);
  return {
    sdk: majorAndMinor(BundledNETCoreAppPackageVersion),
    runtimes: names.map(majorAndMinor).filter((version) => version > 0),
    platform: launchContext.platform,
  };
}

/** Returns the folder of the runtimes, each in a folder named by its version. */
export function runtimesFolder(netCoreRoot: string): string {
  return join(netCoreRoot, 'shared', 'Microsoft.NETCore.App');
}

function majorAndMinor(version: string): number {
  return Number(/^\d+\.\d+/.exec(version)?.[0] ?? 0);
}
