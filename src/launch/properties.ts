import { basename, relative } from 'node:path';
import {
  type LaunchConfiguration,
  type LaunchConfigurationType,
  launchConfigurationSchemas,
} from '../protocol/launchConfigurations.ts';
import { launchErrors } from './errors.ts';
import {
  type BrowserKind,
  browserKinds,
  type LaunchContext,
  type LaunchRequest,
} from './launchPlan.ts';

/** Parses the launch configuration of a request as `type`. Throws a HumanError that names the problems. */
export function parseConfiguration<T extends LaunchConfigurationType>(
  type: T,
  request: LaunchRequest,
): LaunchConfiguration<T> {
  const result = launchConfigurationSchemas[type].safeParse(request.launchConfiguration);
  if (result.success) return result.data as LaunchConfiguration<T>;
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw launchErrors.InvalidLaunchConfiguration({ type, problems: problems.join('; ') });
}

/** Controllers send an empty string for properties that are not set. */
export function emptyToUndefined(value: string | null | undefined): string | undefined {
  return value === null || value === '' ? undefined : value;
}

/** Returns the browser of this name; `undefined` if the name is unknown. */
export function browserKind(name: string | null | undefined): BrowserKind | undefined {
  return browserKinds.find((kind) => kind === name?.toLowerCase());
}

/** Returns a path relative to the workspace. */
export function displayPath(path: string, context: LaunchContext): string {
  return relative(context.workspace, path) || basename(path);
}
