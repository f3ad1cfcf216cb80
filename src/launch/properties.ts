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

/** Parses a request's launch configuration as one of `type`. Throws a HumanError that names what's wrong. */
export function parseConfiguration<T extends LaunchConfigurationType>(
  type: T,
  request: LaunchRequest,
): LaunchConfiguration<T> {
  const result = launchConfigurationSchemas[type].safeParse(request.launchConfiguration);
  if (result.success) return result.data as LaunchConfiguration<T>;
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw launchErrors.InvalidLaunchConfiguration({ type, problems: problems.join('; ') });
}

/** The property's value; the hosting side sends an empty string for what is not set. */
export function given(value: string | null | undefined): string | undefined {
  return value === null || value === '' ? undefined : value;
}

/** The browser of this name; nothing for a name that is none, so that any will do. */
export function browserKind(name: string | null | undefined): BrowserKind | undefined {
  return browserKinds.find((kind) => kind === name?.toLowerCase());
}

/** An absolute path as people know it: relative to the workspace. */
export function displayPath(path: string, context: LaunchContext): string {
  return relative(context.workspace, path) || basename(path);
}
