/** What the editor puts into the environment of its extension host for itself alone. */
const editorsOwn = /^(VSCODE_|ELECTRON_|CODE_SERVER_|APPLICATION_INSIGHTS_)/i;

/** The environment that programs started from the editor inherit: the extension host's, as a terminal has it. */
export function inheritedEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !editorsOwn.test(name)));
}
