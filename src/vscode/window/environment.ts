/** What the editor puts into the environment of its extension host for itself alone. */
const editorsOwn = /^(VSCODE_|ELECTRON_|CODE_SERVER_|APPLICATION_INSIGHTS_)/i;

/** The environment that programs started from the editor inherit: the extension host's, as a terminal has it. */
export function inheritedEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !editorsOwn.test(name)));
}

/** Adapters start programs with the editor's own variables beneath: what leads to an endpoint is emptied. */
export function withoutEndpoint(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const names = Object.keys(environment).filter((name) => name.startsWith('DEBUG_SESSION_'));
  return Object.fromEntries(names.map((name) => [name, '']));
}
