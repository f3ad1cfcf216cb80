import { systemClock } from '../common/clock.ts';
import type { LaunchContext } from '../launch/launchPlan.ts';
import { LaunchTypes } from '../launch/launchTypes.ts';
import { CommandSearch } from '../processes/commands/commandSearch.ts';

/** Creates the types that commands in PATH can run, since there are no debuggers without an editor. */
export function plainLaunchTypes(context: LaunchContext): LaunchTypes {
  const search = new CommandSearch(context, systemClock);
  return new LaunchTypes(context, {
    platform: context.platform,
    hasCommand: (name) => search.has(name),
    hasDebugger: () => false,
    isDebuggerNeeded: () => false,
  });
}
