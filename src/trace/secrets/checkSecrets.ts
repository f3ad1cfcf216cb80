import { isCommonInTraces } from '../schemaWords.ts';
import { listForms } from './secretForms.ts';
import { findWritten, type TextRange } from './writtenSecrets.ts';

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

/** Shorter lines of a secret may be in any text. */
const shortestLine = 16;

/**
 * Replaces the searchable secrets in the end of a text, and the long lines of those that have several: other lines may
 * be between them. Of a secret with which the text begins, only the end may be there. What has the form of a secret is
 * replaced too.
 */
export function hideSecrets(
  text: string,
  secrets: readonly KnownSecret[],
  replacement: string,
): string {
  const values = listValues(secrets.filter(isSearchable));
  const parts = [...values.flatMap(listLines), ...values.flatMap(listWritten)];
  const forms = [...new Set([...values, ...parts])].flatMap(listForms);
  const cut = Math.max(0, ...forms.map((form) => findCut(text, form)));
  const found = [...forms.flatMap((form) => findAll(text, form)), ...findWritten(text)];
  return replaceRanges(text, [{ start: 0, end: cut }, ...found], replacement);
}

/** The passwords in a connection string, for example. */
function listWritten(value: string): readonly string[] {
  return findWritten(value)
    .map(({ end, start }) => value.slice(start, end).replace(/^["']|["']$/g, ''))
    .filter((part) => isSearchable({ name: '', value: part }));
}

function findAll(text: string, form: string): readonly TextRange[] {
  const found: TextRange[] = [];
  for (let start = text.indexOf(form); start >= 0; start = text.indexOf(form, start + 1)) {
    found.push({ start, end: start + form.length });
  }
  return found;
}

/** Replaces parts of a text, those that overlap together. */
function replaceRanges(text: string, ranges: readonly TextRange[], replacement: string): string {
  let result = '';
  let at = 0;
  for (const { end, start } of ranges.toSorted((one, other) => one.start - other.start)) {
    if (end <= at) continue;
    if (start >= at) result += text.slice(at, start) + replacement;
    at = end;
  }
  return result + text.slice(at);
}

function listLines(value: string): readonly string[] {
  return value.split(/[\r\n]+/).filter((line) => line.length >= shortestLine && line !== value);
}

/** Returns how much of the end of a secret a text begins with. */
function findCut(text: string, form: string): number {
  for (let { length } = form; length >= shortestSecret; length--) {
    if (text.startsWith(form.slice(-length))) return length;
  }
  return 0;
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
