import type { LaunchContext, LaunchRequest } from './launchPlan.ts';

/** Variables that tell a controller the endpoint and its token. Programs must not inherit them. */
const endpointVariables = /^(DEBUG_SESSION_|DCP_INSTANCE_ID_PREFIX$)/i;

/**
 * Returns the environment of a session's program: defaults, overridden by inherited variables, those of
 * the launch profile and those of the request, in this order. On Windows names are case-insensitive.
 */
export function programEnvironment(
  request: Pick<LaunchRequest, 'env'>,
  context: LaunchContext,
  defaults: Readonly<Record<string, string>> = {},
  profile: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const { wantsVariable } = context;
  const entries: (readonly [name: string, value: string])[] = [];
  const set = (name: string, value: string | undefined): void => {
    if (value === undefined || wantsVariable?.(name) === false) return;
    if (!endpointVariables.test(name)) entries.push([name, value]);
  };
  for (const [name, value] of Object.entries(defaults)) set(name, value);
  for (const [name, value] of Object.entries(context.environment)) set(name, value);
  for (const [name, value] of Object.entries(profile)) set(name, value);
  for (const { name, value } of request.env) set(name, value);
  return Object.fromEntries(context.platform === 'win32' ? ignoringCase(entries) : entries);
}

/** Keeps the last of variables whose names differ only by case. */
function ignoringCase(
  entries: readonly (readonly [name: string, value: string])[],
): Iterable<readonly [name: string, value: string]> {
  return new Map(entries.map((entry) => [entry[0].toUpperCase(), entry])).values();
}

const longestSearchPath = 'PATHEXT'.length;

/** Whether this is the variable of the search path. */
export function isSearchPath(name: string): boolean {
  return name.length <= longestSearchPath && /^path(ext)?$/i.test(name);
}

const searchPathNames = ['PATH', 'Path', 'PATHEXT'] as const;

/** Returns the variables that commands are looked up by. */
export function searchPath(environment: LaunchContext['environment']): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of searchPathNames) {
    const value = environment[name];
    if (value !== undefined) found[name] = value;
  }
  return found;
}
