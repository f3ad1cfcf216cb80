import type { LaunchContext } from '../../src/launch/launchPlan.ts';
import { LaunchTypes } from '../../src/launch/launchTypes.ts';
import type { Capabilities } from '../../src/launch/needs.ts';

/** A machine with every command and an editor with every debugger, but for what a test says. */
export function complete(other: Partial<Capabilities> = {}): Capabilities {
  return {
    platform: 'linux',
    hasCommand: () => true,
    hasDebugger: () => true,
    isDebuggerNeeded: () => false,
    ...other,
  };
}

/** The built-in launch configuration types where all that they need is there. */
export function completeLaunchTypes(context: LaunchContext): LaunchTypes {
  return new LaunchTypes(context, complete());
}
