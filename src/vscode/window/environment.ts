/** Variables that the editor sets for its own extension host. */
const editorsOwn = /^(VSCODE_|ELECTRON_|CODE_SERVER_|APPLICATION_INSIGHTS_)/i;

/** Returns the environment that programs inherit: that of the extension host, as in a terminal. */
export function getInheritedEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !editorsOwn.test(name)));
}

/** Clears endpoint variables, since adapters start programs with the editor's own environment. */
export function withoutEndpoint(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const names = Object.keys(environment).filter((name) => name.startsWith('DEBUG_SESSION_'));
  return Object.fromEntries(names.map((name) => [name, '']));
}
