import { maxReported } from './knownFields.ts';

/** An object or a list around the current position. */
type Level =
  | {
      readonly kind: 'object';
      /** How often each name has occurred. */
      readonly names: Map<string, number>;
      name: string;
    }
  | { readonly kind: 'list'; index: number };

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
  const duplicates: string[] = [];
  const levels: Level[] = [];
  // The last string, with its quotes.
  let start = 0;
  let end = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    // Spaces and line breaks, which may be most of a body.
    if (character < quote) continue;
    switch (character) {
      case quote:
        start = at;
        at = findEndOfString(text, at);
        end = at + 1;
        break;
      case colon:
        addName(text.slice(start, end), levels, duplicates);
        break;
      case comma: {
        const level = levels.at(-1);
        if (level?.kind === 'list') level.index++;
        break;
      }
      case openingBrace:
        levels.push({ kind: 'object', names: new Map(), name: '' });
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
  // An object that is repeated has the paths of the first one again.
  return [...new Set(duplicates)];
}

/** Adds a name, which is still encoded, to its object. */
function addName(encoded: string, levels: readonly Level[], duplicates: string[]): void {
  const level = levels.at(-1);
  if (level?.kind !== 'object') return;
  level.name = encoded.includes('\\') ? (JSON.parse(encoded) as string) : encoded.slice(1, -1);
  const count = (level.names.get(level.name) ?? 0) + 1;
  level.names.set(level.name, count);
  if (count === 2 && duplicates.length < maxReported) duplicates.push(toField(levels));
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
