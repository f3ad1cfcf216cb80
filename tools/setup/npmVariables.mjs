// @ts-check
// What npm adds to the environment of a package's script, and must not reach another npm that the script starts.

/** The variables that say which npm or Node runs the script, and where. Of the configuration, npm sets these itself. */
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
 * An environment without what a surrounding `npm run` has added, for package managers that may run
 * on another Node or in another package. Configuration stays: registries, proxies, certificates,
 * caches and files of settings, in variables of the user or as npm passes them on.
 *
 * @param {NodeJS.ProcessEnv} environment
 * @returns {NodeJS.ProcessEnv}
 */
export function withoutNpmVariables(environment) {
  // Without a surrounding npm, a variable such as NODE is the user's.
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
  // An empty list would take the place of the one in the package that is installed.
  if (name === 'npm_config_allow_scripts') return !value;
  return name.startsWith('npm_') && !name.startsWith('npm_config_');
}
