import { dirname, isAbsolute, resolve } from 'node:path';
import type { LaunchConfiguration } from '../protocol/launchConfigurations.ts';
import type { LaunchContext } from './launchPlan.ts';
import { given } from './properties.ts';

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
  const [first, ...others] = args;
  return first !== undefined && resolve(workingDirectory, first) === script ? others : args;
}
