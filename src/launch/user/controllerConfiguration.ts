import * as z from 'zod/mini';
import type { AnyLaunchConfiguration } from '../../protocol/launchConfigurations.ts';
import { text } from '../../protocol/schema.ts';
import { schemaPhrases } from '../../protocol/schemaPhrases.ts';
import { splitCommandLine } from '../commandLine.ts';
import type { LaunchRequest } from '../launchPlan.ts';
import {
  mode,
  needed,
  optional,
  parseUserConfiguration,
  texts,
  toVariables,
  variables,
} from './userProperties.ts';

/** A debug configuration that starts a controller. */
export const controllerSchema = z.looseObject({
  request: z.literal('launch'),
  controller: z.union([needed, z.array(text).check(z.minLength(1))], schemaPhrases.noCommand()),
  launchProfile: optional,
  cwd: optional,
  env: variables,
  args: texts,
  mode,
});

type ControllerConfiguration = z.infer<typeof controllerSchema>;

/** Whether a text names a project file or a file-based program. Any other one is a command line. */
export function isProjectText(value: string): boolean {
  return /\.(\w*proj|cs)$/i.test(value);
}

const intent = { kind: 'controller' } as const;

/** Whether a debug configuration starts a controller. */
export function namesController(configuration: unknown): boolean {
  return (
    typeof configuration === 'object' && configuration !== null && 'controller' in configuration
  );
}

/**
 * Converts a debug configuration that starts a controller to a launch request for a project or a command.
 * Throws a HumanError that names all invalid properties.
 */
export function toControllerRequest(
  configuration: unknown,
  wanted: 'NoDebug' | undefined,
): LaunchRequest {
  const parsed = parseUserConfiguration(controllerSchema, configuration);
  const { args, controller, env } = parsed;
  const launchMode = wanted ?? parsed.mode ?? 'Debug';
  const variablesOfIt = toVariables(env);
  if (typeof controller === 'string' && isProjectText(controller)) {
    const launchConfiguration = projectConfiguration(parsed, controller, launchMode);
    return { launchConfiguration, intent, env: variablesOfIt, ...(args && { args }) };
  }
  const [command, ...words] =
    typeof controller === 'string' ? splitCommandLine(controller) : controller;
  const launchConfiguration = {
    type: 'controller',
    mode: launchMode,
    command,
    working_directory: parsed.cwd,
  };
  return { launchConfiguration, intent, env: variablesOfIt, args: [...words, ...(args ?? [])] };
}

function projectConfiguration(
  { launchProfile }: ControllerConfiguration,
  path: string,
  launchMode: 'Debug' | 'NoDebug',
): AnyLaunchConfiguration {
  return {
    type: 'project',
    mode: launchMode,
    project_path: path,
    launch_profile: launchProfile,
    disable_launch_profile: launchProfile === '',
  };
}
