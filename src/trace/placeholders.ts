import { createHash } from 'node:crypto';
import type * as z from 'zod/mini';
import type { PlaceholderKind, placeholders } from './values.ts';

type Placeholder<Kind extends PlaceholderKind> = z.infer<(typeof placeholders)[Kind]>;

/** How many texts of a kind are remembered. The oldest one gets a new placeholder if it returns. */
const maxTexts = 10_000;
/** Longer texts are remembered by a digest, in UTF-16 code units. */
const longestText = 200;

/** Replaces texts by placeholders, the same text by the same one. */
export class Placeholders {
  readonly #kinds = new Map<
    PlaceholderKind,
    { last: number; readonly known: Map<string, number> }
  >();

  get<Kind extends PlaceholderKind>(kind: Kind, text: string): Placeholder<Kind> {
    const numbers = this.#numbers(kind);
    const key = text.length > longestText ? digest(text) : text;
    let number = numbers.known.get(key);
    if (number === undefined) {
      number = ++numbers.last;
      numbers.known.set(key, number);
      if (numbers.known.size > maxTexts) forgetFirst(numbers.known);
    }
    return `${kind}-${number}` as Placeholder<Kind>;
  }

  #numbers(kind: PlaceholderKind) {
    const numbers = this.#kinds.get(kind) ?? { last: 0, known: new Map<string, number>() };
    this.#kinds.set(kind, numbers);
    return numbers;
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

function forgetFirst(known: Map<string, number>): void {
  for (const [first] of known) {
    known.delete(first);
    return;
  }
}
