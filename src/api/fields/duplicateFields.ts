import { turn } from '../../common/turn.ts';
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

/** How many bytes are read in one turn of the event loop. */
const stepSize = 128 * 1024;

/**
 * Returns the paths of the fields that valid JSON in UTF-8 has more than once in one object, such as
 * `spec.desiredState`. Lets other work of the event loop run after each part of a large body.
 */
export async function findDuplicateFields(json: Buffer): Promise<readonly string[]> {
  const search = new DuplicateFieldSearch(json);
  while (search.advance()) await turn();
  return search.fields;
}

/** The search of {@link findDuplicateFields}, which reads each byte once. */
export class DuplicateFieldSearch {
  readonly #json: Buffer;
  readonly #levels: Level[] = [];
  readonly #duplicates: string[] = [];
  /** The position after the last byte that was read. */
  #at = 0;
  // The last string, with its quotes. It has begun but not ended if the end is not after the start.
  #start = -1;
  #end = 0;

  constructor(json: Buffer) {
    this.#json = json;
  }

  /** What was found so far. */
  get fields(): readonly string[] {
    // An object that is repeated has the paths of the first one again.
    return [...new Set(this.#duplicates)];
  }

  /** Reads a part of the text. Returns whether there is more. */
  advance(): boolean {
    const json = this.#json;
    const limit = Math.min(this.#at + stepSize, json.length);
    let at = this.#end > this.#start ? this.#at : this.#endString(this.#at, limit);
    while (at < limit) {
      const byte = json[at] ?? 0;
      // Spaces and line breaks may be most of a body.
      if (byte === quote) {
        this.#start = at;
        at = this.#endString(at + 1, limit);
        continue;
      }
      if (byte > quote) this.#take(byte);
      at++;
    }
    this.#at = at;
    return at < json.length;
  }

  /** Reads the rest of the current string, at most up to `limit`. Returns the position after it. */
  #endString(start: number, limit: number): number {
    const json = this.#json;
    let at = start;
    while (at < limit) {
      const byte = json[at];
      if (byte === quote) {
        this.#end = at + 1;
        return this.#end;
      }
      at += byte === backslash ? 2 : 1;
    }
    return at;
  }

  #take(byte: number): void {
    switch (byte) {
      case colon:
        return this.#addName();
      case comma: {
        const level = this.#levels.at(-1);
        if (level?.kind === 'list') level.index++;
        return;
      }
      case openingBrace:
        this.#levels.push({ kind: 'object', names: new Map(), name: '' });
        return;
      case openingBracket:
        this.#levels.push({ kind: 'list', index: 0 });
        return;
      case closingBrace:
      case closingBracket:
        this.#levels.pop();
    }
  }

  /** Adds the last string to the names of its object. */
  #addName(): void {
    const level = this.#levels.at(-1);
    if (level?.kind !== 'object') return;
    const encoded = this.#json.toString('utf8', this.#start, this.#end);
    level.name = encoded.includes('\\') ? (JSON.parse(encoded) as string) : encoded.slice(1, -1);
    const count = (level.names.get(level.name) ?? 0) + 1;
    level.names.set(level.name, count);
    if (count !== 2 || this.#duplicates.length >= maxReported) return;
    this.#duplicates.push(toField(this.#levels));
  }
}

function toField(levels: readonly Level[]): string {
  return levels
    .map((level) => (level.kind === 'list' ? `[${level.index}]` : `.${level.name}`))
    .join('')
    .replace(/^\./, '');
}
