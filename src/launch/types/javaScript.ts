import { dirname, isAbsolute, resolve } from 'node:path';
import type { LaunchConfiguration } from '../../protocol/launchConfigurations.ts';
import { longestName } from '../../protocol/schema.ts';
import type { LaunchContext } from '../launchPlan.ts';
import { emptyToUndefined } from '../properties.ts';

/** Returns the working directory of a JavaScript program: the configured one, otherwise the folder of its script. */
export function getWorkingDirectory(
  configuration: LaunchConfiguration<'node' | 'bun'>,
  context: LaunchContext,
): string {
  const folder = emptyToUndefined(configuration.working_directory);
  if (folder !== undefined) return resolve(context.workspace, folder);
  const script = emptyToUndefined(configuration.script_path);
  return script !== undefined && isAbsolute(script) ? dirname(script) : context.workspace;
}

/** Removes the script from the arguments: controllers repeat it as the first one, as the user wrote it. */
export function withoutScript(
  args: readonly string[],
  script: string,
  workingDirectory: string,
): readonly string[] {
  const [first] = args;
  // Longer texts are not paths.
  if (first === undefined || first.length > longestName) return args;
  return resolve(workingDirectory, first) === script ? args.slice(1) : args;
}
