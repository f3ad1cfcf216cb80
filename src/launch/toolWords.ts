/** How many lines of a tool's output are quoted. */
const maxLines = 20;
/** Shorter values are too common to be secrets. */
const secretLength = 8;

/** Arguments such as `--access-token` with their values, in any notation. */
const secretArgument =
  /(--?[\w-]*(?:token|secret|password|passwd|pwd|api-?key|credential)[\w-]*)(['"]?\s*[=,\s:]\s*['"]?)([^\s'",\])}]+)/gi;

/** Removes the values of variables and arguments with secret names from a tool's output. */
export function withoutSecrets(
  text: string,
  environment: Readonly<Record<string, string>>,
): string {
  const values = Object.entries(environment)
    .filter(([name, value]) => isSecret(name) && value.length >= secretLength)
    .map(([, value]) => value)
    .toSorted((one, other) => other.length - one.length);
  return values
    .reduce((shown, value) => shown.replaceAll(value, '…'), text)
    .replaceAll(secretArgument, '$1$2…');
}

/** Returns the last lines of a tool's output, for a message. */
export function lastLines(text: string): string {
  return text.trim().split('\n').slice(-maxLines).join('\n');
}

/** Paths, users and locales are not secret, since messages refer to them. All other variables may be. */
function isSecret(name: string): boolean {
  return !/(^|_)(PATH|HOME|PWD|OLDPWD|SHELL|USER|LOGNAME|LANG|LC_\w+|DIR|ROOT|TMPDIR|TEMP|TMP)$/i.test(
    name,
  );
}
