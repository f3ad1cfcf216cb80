import type * as z from 'zod/mini';
import { HumanError } from '../common/humanError.ts';
import type { LaunchRequest } from '../launch/launchPlan.ts';
import type { LaunchTypes } from '../launch/launchTypes.ts';
import { ProtocolError } from '../protocol/errors.ts';
import { type RunSessionRequest, runSessionRequestSchema } from '../protocol/runSession.ts';

/**
 * Parses the body of `PUT /run_session` into what is to be launched: the first launch configuration
 * whose type runs here, with its variables and arguments. Throws a ProtocolError.
 */
export function parseRunSessionRequest(body: unknown, launchTypes: LaunchTypes): LaunchRequest {
  const result = runSessionRequestSchema.safeParse(body);
  if (!result.success) throw refusal(result.error);
  const request = toLaunchRequest(result.data, launchTypes);
  try {
    launchTypes.check(request);
  } catch (error) {
    if (!(error instanceof HumanError)) throw error;
    throw new ProtocolError('InvalidLaunchConfiguration', error.message);
  }
  return request;
}

function toLaunchRequest(request: RunSessionRequest, launchTypes: LaunchTypes): LaunchRequest {
  const { args, env, launch_configurations: configurations } = request;
  const launchConfiguration = launchTypes.select(configurations);
  if (launchConfiguration === undefined) {
    throw new ProtocolError('UnsupportedLaunchConfiguration', launchTypes.refusal(configurations));
  }
  return { launchConfiguration, env: env ?? [], ...(args && { args }) };
}

/** Says where a body is wrong, and never what stands there. */
function refusal(error: z.core.$ZodError): ProtocolError {
  const details = error.issues.map(({ path, message }) => ({
    code: 'InvalidProperty',
    message: `${path.join('.') || 'body'}: ${message}`,
  }));
  const isListWrong = error.issues.some(({ path }) => path.join('.') === 'launch_configurations');
  if (isListWrong) return new ProtocolError('MissingLaunchConfiguration', '', details);
  return new ProtocolError(
    'InvalidRequest',
    details.map(({ message }) => message).join('; '),
    details,
  );
}
