import { HumanError } from '../../common/humanError.ts';
import { getBounds } from '../../common/server/body.ts';
import { JsonScan } from '../../common/server/jsonScan.ts';
import type { LaunchPlan, LaunchRequest } from '../../launch/launchPlan.ts';
import type { LaunchTypes } from '../../launch/launchTypes.ts';
import type { AnyLaunchConfiguration } from '../../protocol/launchConfigurations.ts';
import { parseRunSession } from '../../protocol/runSession.ts';
import type { StatusCause } from '../answers/status.ts';
import { invalid, required } from './metadataRules.ts';
import { toCause, type WrittenSpec } from './written.ts';

/** The launch that an object asks for, with the plan for checking it, or what is wrong with it. */
export type ParsedLaunch =
  | { readonly kind: 'launch'; readonly request: LaunchRequest; readonly plan: LaunchPlan }
  | { readonly kind: 'invalid'; readonly causes: readonly StatusCause[] };

const field = 'spec.launchConfigurations';

/** The maximum length of launch configurations: as much as is parsed without keeping others waiting. */
const longest = 1024 * 1024;

/** The fields of an object by their names in the request of a run session. */
const specFields: Readonly<Record<string, string>> = {
  launch_configurations: 'launchConfigurations',
};

/** Parses a spec by the rules of a run session's request. `limit` bounds the launch configurations, in bytes. */
export function parseLaunch(
  spec: WrittenSpec,
  launchTypes: LaunchTypes,
  limit: number,
): ParsedLaunch {
  const configurations = parseConfigurations(spec.launchConfigurations ?? '', limit);
  if (configurations.kind === 'invalid') return configurations;
  const result = parseRunSession({
    launch_configurations: configurations.value,
    env: spec.env,
    args: spec.args,
  });
  if (!result.success) return refuse(...result.error.issues.map(toSpecCause));
  const { args, env, launch_configurations: parsed } = result.data;
  const launchConfiguration = launchTypes.select(parsed);
  if (launchConfiguration === undefined) return refuse(notSupported(launchTypes, parsed));
  const request = { launchConfiguration, env: env ?? [], ...(args && { args }) };
  try {
    return { kind: 'launch', request, plan: launchTypes.planCheck(request) };
  } catch (error) {
    return refuse(toLaunchCause(error));
  }
}

/** Returns why a launch is known to fail. Throws anything else. */
export function toLaunchCause(error: unknown): StatusCause {
  if (!(error instanceof HumanError)) throw error;
  return invalid(field, error.message);
}

function parseConfigurations(
  text: string,
  limit: number,
): { kind: 'parsed'; value: unknown } | ReturnType<typeof refuse> {
  if (text === '') return refuse(required(field, 'a JSON array with a launch configuration'));
  if (text.length > longest) {
    return refuse(invalid(field, `must not be longer than ${longest} characters`));
  }
  if (!new JsonScan(getBounds(limit)).take(Buffer.from(text))) {
    return refuse(invalid(field, 'has too many values or is nested too deeply'));
  }
  try {
    return { kind: 'parsed', value: JSON.parse(text) as unknown };
  } catch {
    // The message would quote the text.
    return refuse(invalid(field, 'must be a JSON array with at least one object with a type'));
  }
}

function notSupported(
  launchTypes: LaunchTypes,
  configurations: readonly AnyLaunchConfiguration[],
): StatusCause {
  const message = `Unsupported value: no launch configuration has a supported type. ${launchTypes.refusal(configurations)}`;
  return { reason: 'FieldValueNotSupported', field, message };
}

function toSpecCause({ message, path }: Parameters<typeof toCause>[0]): StatusCause {
  const [name, ...below] = path;
  return toCause({ message, path: ['spec', specFields[String(name)] ?? String(name), ...below] });
}

function refuse(...causes: readonly StatusCause[]) {
  return { kind: 'invalid', causes } as const;
}
