import { isCommonInTraces } from '../schemaWords.ts';
import { listForms } from './secretForms.ts';

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

/** Returns the names of the searchable secrets that a text contains, also escaped, encoded, or divided by line ends. */
export function findSecrets(text: string, secrets: readonly KnownSecret[]): readonly string[] {
  const searched = secrets.filter(isSearchable);
  const joined = joinLines(text.replace(records, ''));
  const isIn = (form: string): boolean => {
    const line = joinLines(form);
    return text.includes(form) || (line.length >= shortestSecret && joined.includes(line));
  };
  const found = new Set(listValues(searched).filter((value) => listForms(value).some(isIn)));
  return [...new Set(searched.filter(({ value }) => found.has(value)).map(({ name }) => name))];
}

/** Replaces the searchable secrets in a text, except those that are divided by line ends. */
export function hideSecrets(
  text: string,
  secrets: readonly KnownSecret[],
  replacement: string,
): string {
  const forms = listValues(secrets.filter(isSearchable))
    .flatMap(listForms)
    .filter((form) => text.includes(form));
  return forms
    .toSorted((one, other) => other.length - one.length)
    .reduce((hidden, form) => hidden.replaceAll(form, () => replacement), text);
}

function listValues(secrets: readonly KnownSecret[]): readonly string[] {
  return [...new Set(secrets.map(({ value }) => value))];
}

/** The lines of a trace, whose texts don't go on in the next one. */
const records = /^\{.*\}\r?$/gm;

/** Returns a text without line ends and indentation. */
function joinLines(text: string): string {
  return text.replace(/\r?\n[\t ]*/g, '');
}
