import { isCommonInTraces } from './schemaWords.ts';

/** Shorter values are too common to be recognized as secrets. */
const shortestSecret = 6;

/** A secret, and what it is called where its value must not be shown. */
export interface KnownSecret {
  readonly name: string;
  readonly value: string;
}

/** Whether a value would not be found by chance in a trace that has no secrets. */
export function isSearchable({ value }: KnownSecret): boolean {
  return value.length >= shortestSecret && !isCommonInTraces(value);
}

/** Returns the names of the searchable secrets that a text contains, also escaped or encoded. */
export function findSecrets(text: string, secrets: readonly KnownSecret[]): readonly string[] {
  const searched = secrets.filter(isSearchable);
  const values = [...new Set(searched.map(({ value }) => value))];
  const found = new Set(
    values.filter((value) => listForms(value).some((form) => text.includes(form))),
  );
  return [...new Set(searched.filter(({ value }) => found.has(value)).map(({ name }) => name))];
}

function listForms(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  const forms = [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(bytes.toString()),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
  ];
  return [...new Set(forms)];
}
