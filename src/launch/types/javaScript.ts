import { dirname, isAbsolute, resolve } from 'node:path';
import type { LaunchConfiguration } from '../../protocol/launchConfigurations.ts';
import { longestName } from '../../protocol/schema.ts';
import type { LaunchContext } from '../launchPlan.ts';
import { given } from '../properties.ts';

/** Where a JavaScript program runs: the folder that is given, else that of its script. */
export function workingDirectoryOf(
  configuration: LaunchConfiguration<'node' | 'bun'>,
  context: LaunchContext,
): string {
  const folder = given(configuration.working_directory);
  if (folder !== undefined) return resolve(context.workspace, folder);
  const script = given(configuration.script_path);
  return script !== undefined && isAbsolute(script) ? dirname(script) : context.workspace;
}

/** The hosting side repeats the script as the first argument, as its user wrote it. */
export function withoutScript(
  args: readonly string[],
  script: string,
  workingDirectory: string,
): readonly string[] {
  const [first] = args;
  // What is longer is no path.
  if (first === undefined || first.length > longestName) return args;
  return resolve(workingDirectory, first) === script ? args.slice(1) : args;
}
