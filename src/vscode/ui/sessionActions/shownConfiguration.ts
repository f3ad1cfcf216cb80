import type { IdeSession } from '../../../protocol/ideSession.ts';

type LaunchConfiguration = IdeSession['spec']['launchConfiguration'];

/** The properties of launch configurations that are variables. Their values may be secret. */
const variables: ReadonlySet<string> = new Set(['env', 'build_environment']);

/** Returns the properties of a launch configuration, with only the names of variables. */
export function toShownProperties(
  configuration: LaunchConfiguration,
): readonly (readonly [string, unknown])[] {
  return Object.entries(configuration).map(([name, value]) => [
    name,
    variables.has(name) ? Object.keys(value ?? {}).join(', ') : value,
  ]);
}

/** Returns a launch configuration without its variables. */
export function withoutVariables(configuration: LaunchConfiguration): object {
  return Object.fromEntries(Object.entries(configuration).filter(([name]) => !variables.has(name)));
}
