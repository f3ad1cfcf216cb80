import { createHash } from 'node:crypto';
import type * as z from 'zod/mini';
import type { PlaceholderKind, placeholders } from './values.ts';

type Placeholder<Kind extends PlaceholderKind> = z.infer<(typeof placeholders)[Kind]>;

/** How many texts of a kind are remembered. The oldest one gets a new placeholder if it returns. */
const maxTexts = 10_000;
/** Longer texts are remembered by a digest, in UTF-16 code units. */
const longestText = 200;

/** The placeholders of one kind. */
interface Known {
  last: number;
  readonly placeholders: Map<string, string>;
}

/** Replaces texts by placeholders, the same text by the same one. */
export class Placeholders {
  readonly #kinds = new Map<PlaceholderKind, Known>();

  get<Kind extends PlaceholderKind>(kind: Kind, text: string): Placeholder<Kind> {
    const known = this.#kinds.get(kind) ?? this.#begin(kind);
    const key = text.length > longestText ? digest(text) : text;
    return (known.placeholders.get(key) ?? add(known, kind, key)) as Placeholder<Kind>;
  }

  #begin(kind: PlaceholderKind): Known {
    const known: Known = { last: 0, placeholders: new Map() };
    this.#kinds.set(kind, known);
    return known;
  }
}

function add(known: Known, kind: PlaceholderKind, key: string): string {
  const placeholder = `${kind}-${++known.last}`;
  known.placeholders.set(key, placeholder);
  if (known.placeholders.size > maxTexts) forgetFirst(known.placeholders);
  return placeholder;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

function forgetFirst(known: Map<string, unknown>): void {
  for (const [first] of known) {
    known.delete(first);
    return;
  }
}
