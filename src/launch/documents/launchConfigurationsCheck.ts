import * as z from 'zod/mini';
import {
  type AnyLaunchConfiguration,
  launchConfigurationSchema,
  launchConfigurationSchemas,
  type LaunchConfigurationType,
} from '../../protocol/launchConfigurations.ts';
import { runSessionRequestSchema } from '../../protocol/runSession.ts';
import type { LaunchTypes } from '../launchTypes.ts';
import {
  getFailures,
  type Finding,
  getFindings,
  getItems,
  getMember,
  type Part,
} from '../json/finding.ts';

/** Plans launches for checking them. */
export type LaunchPlanner = Pick<LaunchTypes, 'planCheck'>;

/** Checks the body of a `PUT /run_session`. */
export function checkRequest(body: Part, types: LaunchPlanner): readonly Finding[] {
  const findings = getFindings(runSessionRequestSchema, body);
  if (findings.length > 0) return findings;
  return checkLaunchConfigurations(getMember(body, 'launch_configurations'), types);
}

/** Checks one launch configuration, or a list of them. */
export function checkLaunchConfigurations(part: Part, types: LaunchPlanner): readonly Finding[] {
  if (!Array.isArray(part.value)) return checkLaunchConfiguration(part, types);
  const findings = getFindings(z.array(z.unknown()).check(z.minLength(1)), part);
  return [...findings, ...getItems(part).flatMap((item) => checkLaunchConfiguration(item, types))];
}

/** The properties by their schema, then what the launch of a valid one would be refused for. */
function checkLaunchConfiguration(part: Part, types: LaunchPlanner): readonly Finding[] {
  const general = getFindings(launchConfigurationSchema, part);
  if (general.length > 0) return general;
  const launchConfiguration = part.value as AnyLaunchConfiguration;
  const schema = launchConfigurationSchemas[launchConfiguration.type as LaunchConfigurationType] as
    z.ZodMiniType | undefined;
  const findings = schema === undefined ? [] : getFindings(schema, part);
  if (findings.length > 0) return findings;
  return getFailures(part.path, () => types.planCheck({ launchConfiguration, env: [] }));
}
