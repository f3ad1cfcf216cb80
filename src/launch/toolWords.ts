/** How many lines of a tool's words are repeated. */
const maxLines = 20;
/** Shorter values are too common to be secrets. */
const secretLength = 8;

/** Arguments such as `--access-token`, with what follows them in a command line of any notation. */
const secretArgument =
  /(--?[\w-]*(?:token|secret|password|passwd|pwd|api-?key|credential)[\w-]*)(['"]?\s*[=,\s:]\s*['"]?)([^\s'",\])}]+)/gi;

/** A tool's words without the values of variables and of arguments whose name says that they are secret. */
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

/** The last lines of a tool's words, as many as fit into a message. */
export function lastLines(text: string): string {
  return text.trim().split('\n').slice(-maxLines).join('\n');
}

/** Paths, hosts and languages are what messages are about; the rest may be anything. */
function isSecret(name: string): boolean {
  return !/(^|_)(PATH|HOME|PWD|OLDPWD|SHELL|USER|LOGNAME|LANG|LC_\w+|DIR|ROOT|TMPDIR|TEMP|TMP)$/i.test(
    name,
  );
}
