/** Shorter values are too common to be recognized as secrets. */
const shortestSecret = 6;

/** A secret, and what it is called where its value must not be shown. */
export interface KnownSecret {
  readonly name: string;
  readonly value: string;
}

/** Returns the names of the secrets that a text contains, also escaped or encoded. */
export function findSecrets(text: string, secrets: readonly KnownSecret[]): readonly string[] {
  return secrets
    .filter(({ value }) => value.length >= shortestSecret)
    .filter(({ value }) => formsOf(value).some((form) => text.includes(form)))
    .map(({ name }) => name);
}

function formsOf(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  return [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(bytes.toString()),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
  ];
}
