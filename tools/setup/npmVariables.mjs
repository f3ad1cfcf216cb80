// @ts-check
// The variables that npm adds to a script's environment, and that must not reach another npm
// started by the script.

/**
 * The variables that say which npm or Node runs the script, and where. npm sets these parts of its
 * configuration itself.
 */
const ownNames = new Set([
  'INIT_CWD',
  'NODE',
  'npm_config_global_prefix',
  'npm_config_local_prefix',
  'npm_config_node_gyp',
  'npm_config_npm_version',
  'npm_config_user_agent',
]);

/**
 * An environment without the variables of an outer `npm run`, for package managers that may run
 * on another Node or in another package. Configuration stays: registries, proxies, certificates,
 * caches and configuration files, in variables of the user or as npm passes them on.
 *
 * @param {NodeJS.ProcessEnv} environment
 * @returns {NodeJS.ProcessEnv}
 */
export function withoutNpmVariables(environment) {
  // Without an outer npm, a variable such as NODE is the user's.
  if (environment['npm_execpath'] === undefined) return { ...environment };
  return Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => !isAddedByNpm(name, value)),
  );
}

/**
 * @param {string} name
 * @param {string | undefined} value
 */
function isAddedByNpm(name, value) {
  if (ownNames.has(name)) return true;
  // An empty list would replace the one in the installed package.
  if (name === 'npm_config_allow_scripts') return !value;
  return name.startsWith('npm_') && !name.startsWith('npm_config_');
}
