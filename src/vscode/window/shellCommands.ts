/** Returns the commands that set these variables in the usual shell of a platform. */
export function toShellCommands(
  variables: readonly (readonly [string, string])[],
  platform: NodeJS.Platform,
): string {
  const toCommand = platform === 'win32' ? toPowerShell : toPosix;
  return variables.map(([name, value]) => `${toCommand(name, value)}\n`).join('');
}

function toPosix(name: string, value: string): string {
  return `export ${name}='${value.replaceAll("'", String.raw`'\''`)}'`;
}

function toPowerShell(name: string, value: string): string {
  return `$env:${name} = '${value.replaceAll("'", "''")}'`;
}
