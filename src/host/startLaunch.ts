import { parseLaunch } from '../api/resource/launchRequest.ts';
import type { LaunchCheck } from '../launch/launchPlan.ts';
import type { LaunchTypes } from '../launch/launchTypes.ts';
import type { IdeSession } from '../protocol/ideSession.ts';
import type { AnyLaunchConfiguration } from '../protocol/launchConfigurations.ts';
import type { Sessions } from '../sessions/sessions.ts';
import { hostErrors } from './errors.ts';

/** A session that code in this process wants to start. */
export interface WantedLaunch {
  readonly launchConfiguration: AnyLaunchConfiguration;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly args?: readonly string[] | undefined;
  /** The absolute base of relative paths; that of the host if absent. */
  readonly workspace?: string | undefined;
}

interface StartDependencies {
  readonly sessions: Sessions;
  readonly launchTypes: LaunchTypes;
  readonly checkLaunch: LaunchCheck;
  /** The maximum size of the request, in bytes. */
  readonly bodyLimit: number;
}

/**
 * Starts a session for code in this process, by the rules for clients of the resource API. Rejects with a
 * HumanError if it is known to fail.
 */
export async function startLaunch(
  { args, env = {}, launchConfiguration, workspace }: WantedLaunch,
  { bodyLimit, checkLaunch, launchTypes, sessions }: StartDependencies,
): Promise<IdeSession> {
  const spec = {
    launchConfigurations: JSON.stringify([launchConfiguration]),
    env: Object.entries(env).map(([name, value]) => ({ name, value })),
    ...(args && { args: [...args] }),
  };
  const launch = parseLaunch(spec, launchTypes, bodyLimit);
  if (launch.kind === 'invalid') {
    const reason = launch.causes.map(({ message }) => message).join(' ');
    throw hostErrors.LaunchRefused({ reason });
  }
  await checkLaunch(launch.plan);
  const request = { ...launch.request, ...(workspace !== undefined && { workspace }) };
  return sessions.create({ kind: 'api' }, { ...request, desiredState: 'Running' });
}
