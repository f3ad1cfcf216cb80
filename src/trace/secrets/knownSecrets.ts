import type { KnownSecret } from './checkSecrets.ts';

const secretNames =
  /TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL|PRIVATE|CONNECTION_?STRING|CONNSTR_|(?:^|_)(?:API)?KEY(?:_|$)/i;

/** Returns the variables whose names say that they are secrets. */
export function secretVariables(
  environment: Readonly<Record<string, string | undefined>>,
): readonly KnownSecret[] {
  return Object.entries(environment).flatMap(([name, value = '']) =>
    secretNames.test(name) ? [{ name: `the variable ${name}`, value }] : [],
  );
}
