import { HumanError } from '../../src/common/humanError.ts';
import type {
  LaunchContext,
  LaunchPlan,
  LaunchRequest,
  ProgramLaunchPlan,
} from '../../src/launch/launchPlan.ts';
import { planLaunch } from '../../src/launch/table.ts';
import type { LaunchIntent } from '../../src/protocol/ideSession.ts';
import type { AnyLaunchConfiguration } from '../../src/protocol/launchConfigurations.ts';

/** A workspace on Linux whose editor has two variables. */
export const context: LaunchContext = {
  workspace: '/srv/shop',
  environment: { PATH: '/usr/bin', HOME: '/home/dev' },
  platform: 'linux',
};

/** A request without variables, and without arguments unless some are given. */
export function request(
  launchConfiguration: AnyLaunchConfiguration,
  args?: readonly string[],
): LaunchRequest {
  return { launchConfiguration, env: [], ...(args && { args }) };
}

/** The same as a user asks for it. */
export function userRequest(
  launchConfiguration: AnyLaunchConfiguration,
  intent: LaunchIntent,
): LaunchRequest {
  return { ...request(launchConfiguration), intent };
}

/** The plan for a program's launch configuration in that workspace. */
export function plan(
  launchConfiguration: AnyLaunchConfiguration,
  args?: readonly string[],
): ProgramLaunchPlan {
  return asProgram(planLaunch(request(launchConfiguration, args), context));
}

/** The plan as that of a program, which it must be. */
export function asProgram(made: LaunchPlan): ProgramLaunchPlan {
  if (made.kind !== 'program') throw new Error(`The plan is for a ${made.kind}.`);
  return made;
}

/** The failure to make a plan, which must be fit to be shown. */
export function failure(asked: LaunchRequest): HumanError {
  try {
    planLaunch(asked, context);
  } catch (error) {
    if (error instanceof HumanError) return error;
    throw error;
  }
  throw new Error('A plan was made.');
}
