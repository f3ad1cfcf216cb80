import type { LaunchContext, LaunchRequest } from './launchPlan.ts';

/** Variables that lead a controller to an endpoint: no program may inherit them, nor the token in them. */
const endpointVariables = /^(DEBUG_SESSION_|DCP_INSTANCE_ID_PREFIX$)/i;

/**
 * The environment of a session's program: defaults, on top what is inherited, on top the launch
 * profile's, on top the request's. On Windows names that differ only by case are one variable.
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

/** The last of each variable. */
function ignoringCase(
  entries: readonly (readonly [name: string, value: string])[],
): Iterable<readonly [name: string, value: string]> {
  return new Map(entries.map((entry) => [entry[0].toUpperCase(), entry])).values();
}

const longestSearchPath = 'PATHEXT'.length;

/** Whether commands are found by a variable of this name. */
export function isSearchPath(name: string): boolean {
  return name.length <= longestSearchPath && /^path(ext)?$/i.test(name);
}

/** The variables by which commands are found. */
export function searchPath(environment: LaunchContext['environment']): Record<string, string> {
  const found = ['PATH', 'Path', 'PATHEXT'].flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(found);
}
