import * as z from 'zod/mini';
import type { AnyLaunchConfiguration } from '../../protocol/launchConfigurations.ts';
import { text } from '../../protocol/schema.ts';
import {
  controllerSchema,
  namesController,
  toControllerRequest,
} from './controllerConfiguration.ts';
import { browserKinds, type LaunchRequest } from '../launchPlan.ts';
import {
  mode,
  needed,
  optional,
  parseUserConfiguration,
  texts,
  toVariables,
  variables,
} from './userProperties.ts';

const browser = z.optional(z.enum(browserKinds));

/** A debug configuration of type `ide-session` in launch.json. */
const schema = z.discriminatedUnion('request', [
  z.looseObject({
    request: z.literal('launch'),
    project: needed,
    launchProfile: optional,
    browser,
    url: optional,
    env: variables,
    args: texts,
    mode,
  }),
  z.looseObject({
    request: z.literal('attach'),
    url: needed,
    project: optional,
    browser,
    port: z.optional(z.int().check(z.minimum(1), z.maximum(65_535))),
    address: z.optional(text),
  }),
]);

type UserConfiguration = z.infer<typeof schema>;

/** Returns the schema for a debug configuration. */
export function schemaFor(configuration: unknown): typeof schema | typeof controllerSchema {
  return namesController(configuration) ? controllerSchema : schema;
}

/**
 * Converts a debug configuration to a launch request.
 * Throws a HumanError that names all invalid properties.
 */
export function toLaunchRequest(configuration: unknown, noDebug: boolean): LaunchRequest {
  const wanted = noDebug ? 'NoDebug' : undefined;
  if (namesController(configuration)) return toControllerRequest(configuration, wanted);
  const parsed = parseUserConfiguration(schema, configuration);
  return parsed.request === 'launch'
    ? launchRequest(parsed, wanted)
    : attachRequest(parsed, wanted);
}

function launchRequest(
  configuration: UserConfiguration & { request: 'launch' },
  wanted: 'NoDebug' | undefined,
): LaunchRequest {
  const { args, browser: wantedBrowser, env, launchProfile, project, url } = configuration;
  const launchConfiguration: AnyLaunchConfiguration = {
    type: 'project',
    mode: wanted ?? configuration.mode ?? 'Debug',
    project_path: project,
    launch_profile: launchProfile,
    disable_launch_profile: launchProfile === '',
  };
  return {
    launchConfiguration,
    intent: { kind: 'app', browser: wantedBrowser, url },
    env: toVariables(env),
    ...(args && { args }),
  };
}

function attachRequest(
  {
    address,
    browser: wantedBrowser,
    port,
    project,
    url,
  }: UserConfiguration & { request: 'attach' },
  wanted: 'NoDebug' | undefined,
): LaunchRequest {
  const launchConfiguration: AnyLaunchConfiguration = {
    type: 'browser',
    mode: wanted ?? 'Debug',
    url,
    web_root: project,
    browser: wantedBrowser,
  };
  return {
    launchConfiguration,
    ...(port !== undefined && {
      intent: { kind: 'attach', address: address || '127.0.0.1', port },
    }),
    env: [],
  };
}
