import * as z from 'zod/mini';
import { HumanError } from '../common/humanError.ts';
import type { AnyLaunchConfiguration } from '../protocol/launchConfigurations.ts';
import { text } from '../protocol/schema.ts';
import type { LaunchRequest } from './launchPlan.ts';

const needed = text.check(z.minLength(1, 'must not be empty'));
const optional = z.optional(text);
const variable = z.union(
  [text, z.number(), z.boolean(), z.null()],
  'must be a text, a number, true, false or null',
);
const variables = z.optional(z.record(text, variable));
const mode = z.optional(z.enum(['Debug', 'NoDebug']));
const browser = z.optional(z.enum(['chrome', 'msedge', 'chromium']));

/** A debug configuration of our own type, as people write it into launch.json. */
const schema = z.discriminatedUnion('request', [
  z.looseObject({
    request: z.literal('launch'),
    project: needed,
    launchProfile: optional,
    browser,
    url: optional,
    env: variables,
    args: z.optional(z.array(text)),
    mode,
  }),
  z.looseObject({
    request: z.literal('attach'),
    url: needed,
    project: optional,
    browser,
    port: z.optional(z.int().check(z.minimum(1), z.maximum(65_535))),
    address: optional,
  }),
]);

type UserConfiguration = z.infer<typeof schema>;

/**
 * What a user's debug configuration asks for, in the terms that controllers ask in.
 * Throws a HumanError that names every property that is wrong.
 */
export function toLaunchRequest(configuration: unknown, noDebug: boolean): LaunchRequest {
  const result = schema.safeParse(configuration);
  if (!result.success) throw refusal(result.error);
  const wanted = noDebug ? 'NoDebug' : undefined;
  return result.data.request === 'launch'
    ? launchRequest(result.data, wanted)
    : { launchConfiguration: attachConfiguration(result.data, wanted), env: [] };
}

function launchRequest(
  configuration: UserConfiguration & { request: 'launch' },
  wanted: 'NoDebug' | undefined,
): LaunchRequest {
  const { args, env = {}, project, url } = configuration;
  const launchConfiguration: AnyLaunchConfiguration = {
    type: 'project',
    mode: wanted ?? configuration.mode ?? 'Debug',
    project_path: project,
    launch_profile: configuration.launchProfile,
    default_launch_profile: configuration.launchProfile === undefined,
    open_page: true,
    browser: configuration.browser,
    url,
  };
  return {
    launchConfiguration,
    env: Object.entries(env).map(([name, value]) => ({ name, value: String(value ?? '') })),
    ...(args && { args }),
  };
}

function attachConfiguration(
  configuration: UserConfiguration & { request: 'attach' },
  wanted: 'NoDebug' | undefined,
): AnyLaunchConfiguration {
  return {
    type: 'browser',
    mode: wanted ?? 'Debug',
    url: configuration.url,
    web_root: configuration.project,
    browser: configuration.browser,
    devtools_port: configuration.port,
    devtools_address: configuration.address,
  };
}

function refusal(error: z.core.$ZodError): HumanError {
  const problems = error.issues.map(({ path, message }) =>
    [path.join('.'), message].filter(Boolean).join(': '),
  );
  return new HumanError(
    'InvalidDebugConfiguration',
    `This debug configuration can't be used. ${problems.join('; ')}. Correct it in launch.json.`,
  );
}
