import { findInstalledBrowsers } from '../../browser/program/installedBrowsers.ts';
import { type Clock, withTimeout } from '../../common/clock.ts';
import { listInstalledSdks } from '../../dotnet/sdk/installedSdks.ts';
import type { Dotnet } from '../../dotnet/sdk/sdk.ts';
import type { Installation } from '../../trace/report/versions.ts';

/** How long it may take to ask for the versions of tools, in milliseconds. */
const toolTimeout = 10_000;

/** Asks tools for their versions. `browserPath` is the browser that the user has chosen. */
export async function readInstalledTools(
  dotnet: Dotnet,
  browserPath: string | undefined,
): Promise<Pick<Installation, 'sdks' | 'browsers'>> {
  const { clock, launchContext } = dotnet;
  const [sdks, browsers] = await Promise.all([
    inTime(clock, listInstalledSdks(dotnet)),
    inTime(clock, findInstalledBrowsers(browserPath, launchContext)),
  ]);
  return { sdks, browsers };
}

function inTime<T>(clock: Clock, found: Promise<readonly T[]>): Promise<readonly T[]> {
  return withTimeout<readonly T[], readonly T[]>(clock, toolTimeout, found, []);
}
