import { maxReported } from './knownFields.ts';

/** An object or a list that contains the current place. */
type Level =
  | { readonly kind: 'object'; readonly names: Set<string>; name: string }
  | { readonly kind: 'list'; index: number };

/** Where a string begins and ends in a text, with its quotes. */
interface Span {
  start: number;
  end: number;
}

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const backslash = 0x5c;
const openingBracket = 0x5b;
const closingBracket = 0x5d;
const openingBrace = 0x7b;
const closingBrace = 0x7d;

/**
 * Returns the paths of the fields that valid JSON has more than once in one object, such as
 * `spec.desiredState`. Reads each character once, since a body may be large.
 */
export function findDuplicateFields(text: string): readonly string[] {
  const duplicates = new Set<string>();
  const levels: Level[] = [];
  const last: Span = { start: 0, end: 0 };
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    // Spaces and line breaks, which may be most of a body.
    if (character < quote) continue;
    switch (character) {
      case quote:
        last.start = at;
        at = findEndOfString(text, at);
        last.end = at + 1;
        break;
      case colon:
        addName(text.slice(last.start, last.end), levels, duplicates);
        break;
      case comma: {
        const level = levels.at(-1);
        if (level?.kind === 'list') level.index++;
        break;
      }
      case openingBrace:
        levels.push({ kind: 'object', names: new Set(), name: '' });
        break;
      case openingBracket:
        levels.push({ kind: 'list', index: 0 });
        break;
      case closingBrace:
      case closingBracket:
        levels.pop();
        break;
    }
  }
  return [...duplicates];
}

/** Adds a name, which is still encoded, to its object. */
function addName(encoded: string, levels: readonly Level[], duplicates: Set<string>): void {
  const level = levels.at(-1);
  if (level?.kind !== 'object') return;
  level.name = encoded.includes('\\') ? (JSON.parse(encoded) as string) : encoded.slice(1, -1);
  const isDuplicate = level.names.has(level.name);
  level.names.add(level.name);
  if (isDuplicate && duplicates.size < maxReported) duplicates.add(toField(levels));
}

function toField(levels: readonly Level[]): string {
  return levels
    .map((level) => (level.kind === 'list' ? `[${level.index}]` : `.${level.name}`))
    .join('')
    .replace(/^\./, '');
}

/** Returns the index of the quote that ends the string which begins at `start`. */
function findEndOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === quote) return at;
    if (character === backslash) at++;
  }
  return text.length;
}
