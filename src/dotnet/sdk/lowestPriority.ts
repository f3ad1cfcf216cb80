import { constants, setPriority } from 'node:os';
import type { LaunchContext } from '../../launch/launchPlan.ts';

/**
 * Makes a build leave nothing behind and share nothing: a compiler server or a node of MSBuild that it started
 * would serve the builds of the user at the lowest priority.
 */
const variables = {
  UseSharedCompilation: 'false',
  MSBUILDDISABLENODEREUSE: '1',
  DOTNET_CLI_USE_MSBUILD_SERVER: '0',
};

/** Returns the dependencies of commands that run when the machine has nothing else to do. */
export function toLowest<T extends { readonly launchContext: LaunchContext }>(
  dotnet: T,
): T & { readonly priority: 'lowest' } {
  const { launchContext } = dotnet;
  const environment = { ...launchContext.environment, ...variables };
  return { ...dotnet, launchContext: { ...launchContext, environment }, priority: 'lowest' };
}

/**
 * Gives a process that has just started the lowest priority, which its threads and children inherit. On Linux,
 * the priority of its disk accesses follows.
 */
export function lowerPriority(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW);
  } catch {
    // It has ended.
  }
}
