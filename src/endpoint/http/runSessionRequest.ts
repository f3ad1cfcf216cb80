import type * as z from 'zod/mini';
import { HumanError } from '../../common/humanError.ts';
import type { Log } from '../../common/log.ts';
import type { LaunchCheck, LaunchPlan, LaunchRequest } from '../../launch/launchPlan.ts';
import type { LaunchTypes } from '../../launch/launchTypes.ts';
import { isProtocolErrorCode, ProtocolError } from '../../protocol/errors.ts';
import { parseRunSession, type RunSessionRequest } from '../../protocol/runSession.ts';

/** The launch that a request asks for, and the plan for checking it. */
export interface CheckedRequest {
  readonly request: LaunchRequest;
  readonly plan: LaunchPlan;
}

/**
 * Parses the body of `PUT /run_session`. Selects the first launch configuration whose type can run here.
 * Relative paths are based on `workspace` if present. Throws a ProtocolError.
 */
export function parseRunSessionRequest(
  body: unknown,
  launchTypes: LaunchTypes,
  workspace?: string,
): CheckedRequest {
  const result = parseRunSession(body);
  if (!result.success) throw refusal(result.error);
  const asked = toLaunchRequest(result.data, launchTypes);
  const request = workspace === undefined ? asked : { ...asked, workspace };
  try {
    return { request, plan: launchTypes.planCheck(request) };
  } catch (error) {
    throw launchRefusal(error);
  }
}

/** Throws a ProtocolError for a launch that is known to fail, and logs the reason. */
export async function refuseFailingLaunch(
  plan: LaunchPlan,
  check: LaunchCheck,
  log: Log,
): Promise<void> {
  try {
    await check(plan);
  } catch (error) {
    if (error instanceof HumanError) {
      log.warn(`A request to run ${plan.name} was refused: ${error.message}`);
    }
    throw launchRefusal(error);
  }
}

function launchRefusal(error: unknown): unknown {
  if (!(error instanceof HumanError)) return error;
  const { code, message } = error;
  return new ProtocolError(
    isProtocolErrorCode(code) ? code : 'InvalidLaunchConfiguration',
    message,
  );
}

function toLaunchRequest(request: RunSessionRequest, launchTypes: LaunchTypes): LaunchRequest {
  const { args, env, launch_configurations: configurations } = request;
  const launchConfiguration = launchTypes.select(configurations);
  if (launchConfiguration === undefined) {
    throw new ProtocolError('UnsupportedLaunchConfiguration', launchTypes.refusal(configurations));
  }
  return { launchConfiguration, env: env ?? [], ...(args && { args }) };
}

/** Tells where a body is invalid, but not what it contains there. */
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
