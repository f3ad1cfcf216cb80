import { visit } from 'jsonc-parser';
import { maxReported } from './knownFields.ts';

/**
 * Returns the paths of the fields that valid JSON has more than once in one object, such as
 * `spec.desiredState`. `value` is the parsed text.
 */
export function findDuplicateFields(text: string, value: unknown): readonly string[] {
  // Almost no text has any, and finding them takes much longer than counting.
  if (countNames(text) === countProperties(value)) return [];
  const duplicates = new Set<string>();
  const open: Set<string>[] = [];
  visit(text, {
    onObjectBegin: () => void open.push(new Set()),
    onObjectEnd: () => void open.pop(),
    onObjectProperty: (name, _offset, _length, _line, _character, getPath) => {
      const names = open.at(-1);
      const isDuplicate = names?.has(name) ?? false;
      names?.add(name);
      if (isDuplicate && duplicates.size < maxReported)
        duplicates.add(toField([...getPath(), name]));
    },
  });
  return [...duplicates];
}

function toField(path: readonly (string | number)[]): string {
  return path
    .map((segment) => (typeof segment === 'number' ? `[${segment}]` : `.${segment}`))
    .join('')
    .replace(/^\./, '');
}

/** Returns how many properties valid JSON has, duplicates included. */
function countNames(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === ':') count++;
    if (character === '"') at = endOfString(text, at);
  }
  return count;
}

/** Returns the index of the quote that ends the string which begins at `start`. */
function endOfString(text: string, start: number): number {
  let end = start;
  let isEscaped: boolean;
  do {
    end = text.indexOf('"', end + 1);
    let backslashes = 0;
    while (text[end - 1 - backslashes] === '\\') backslashes++;
    isEscaped = backslashes % 2 === 1;
  } while (isEscaped);
  return end;
}

function countProperties(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const below = Object.values(value);
  let count = Array.isArray(value) ? 0 : below.length;
  for (const one of below) count += countProperties(one);
  return count;
}
