import * as z from 'zod/mini';
import type { LaunchCheck } from '../../launch/launchPlan.ts';
import type { LaunchTypes } from '../../launch/launchTypes.ts';
import type { NewSpec } from '../../sessions/draft.ts';
import { parseLaunch } from '../resource/launchRequest.ts';
import { remoteErrors } from './errors.ts';
import type { RemoteSession } from './remoteSession.ts';

const text = z.nullish(z.string());

const specSchema = z.object({
  launchConfigurations: text,
  args: z.nullish(z.array(z.string())),
  env: z.nullish(z.array(z.object({ name: z.string(), value: text }))),
});

export interface PrepareOptions {
  readonly launchTypes: LaunchTypes;
  /** Rejects launches that are known to fail. */
  readonly checkLaunch: LaunchCheck;
  /** The maximum size of the launch configurations, in bytes. */
  readonly bodyLimit: number;
}

/**
 * Checks the spec of a session for this host, by the rules of a run session's request. Throws a HumanError
 * if it can't be run here.
 */
export async function prepareSession(
  session: RemoteSession,
  { bodyLimit, checkLaunch, launchTypes }: PrepareOptions,
): Promise<NewSpec> {
  const parsed = specSchema.safeParse(session.spec ?? {});
  if (!parsed.success) {
    const place = parsed.error.issues[0]?.path.join('.') ?? '';
    throw remoteErrors.SessionInvalid({ problem: `unexpected value at spec.${place}` });
  }
  const { env, launchConfigurations } = parsed.data;
  const hidden = (env ?? []).filter(({ value }) => value === undefined);
  if (hidden.length > 0) {
    const names = hidden.map(({ name }) => name).join(', ');
    throw remoteErrors.SessionInvalid({ problem: `its variables have no values: ${names}` });
  }
  const launch = parseLaunch(parsed.data, launchTypes, bodyLimit);
  if (launch.kind === 'invalid') {
    const problem = launch.causes.map(({ field, message }) => `${field}: ${message}`).join('; ');
    throw remoteErrors.SessionInvalid({ problem });
  }
  await checkLaunch(launch.plan);
  return { ...launch.request, launchConfigurations: launchConfigurations ?? '' };
}
