import { createHash } from 'node:crypto';
import type * as z from 'zod/mini';
import type { PlaceholderKind, placeholders } from './values.ts';

type Placeholder<Kind extends PlaceholderKind> = z.infer<(typeof placeholders)[Kind]>;

/** How many texts a map has. Those that are in neither map of their kind get a new placeholder if they return. */
const maxRecent = 5_000;
/** Longer texts are remembered by a digest, in UTF-16 code units. */
const longestText = 200;

/** The placeholders of one kind. */
interface Known {
  count: number;
  /** Most texts come several times in a row. */
  last: string | undefined;
  placeholder: string;
  /** The texts that were used last, and those before. */
  recent: Map<string, string>;
  earlier: ReadonlyMap<string, string>;
}

/** Replaces texts by placeholders, the same text by the same one. */
export class Placeholders {
  readonly #kinds = new Map<PlaceholderKind, Known>();

  get<Kind extends PlaceholderKind>(kind: Kind, text: string): Placeholder<Kind> {
    const known = this.#kinds.get(kind) ?? this.#begin(kind);
    if (known.last !== text) {
      known.placeholder = find(known, kind, text.length > longestText ? digest(text) : text);
      known.last = text;
    }
    return known.placeholder as Placeholder<Kind>;
  }

  #begin(kind: PlaceholderKind): Known {
    const known: Known = {
      count: 0,
      last: undefined,
      placeholder: '',
      recent: new Map(),
      earlier: new Map(),
    };
    this.#kinds.set(kind, known);
    return known;
  }
}

/** Maps are given up as a whole: the gaps of entries that are deleted one by one would be passed each time. */
function find(known: Known, kind: PlaceholderKind, key: string): string {
  const recent = known.recent.get(key);
  if (recent !== undefined) return recent;
  const placeholder = known.earlier.get(key) ?? `${kind}-${++known.count}`;
  if (known.recent.size === maxRecent) {
    known.earlier = known.recent;
    known.recent = new Map();
  }
  known.recent.set(key, placeholder);
  return placeholder;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
