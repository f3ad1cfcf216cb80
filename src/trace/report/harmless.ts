import type { Placeholders } from '../placeholders.ts';
import { type PlaceholderKind, version } from '../values.ts';
import { choices, labels } from './vocabulary.ts';

declare const isHarmless: unique symbol;

/** Text that can be no secret: a label, a choice, a version, a placeholder. */
export type Harmless = string & { readonly [isHarmless]: true };

/** What a report can say. */
export type Fact = Harmless | number | boolean;

/** Marks a text that the caller has checked. */
export function harmless(text: string): Harmless {
  return text as Harmless;
}

export function label(name: keyof typeof labels): Harmless {
  return harmless(labels[name]);
}

/** Returns the text if it is one of the choices, and `other` for every other one. */
export function choose(kind: keyof typeof choices, text: string): Harmless {
  const known: readonly string[] = choices[kind];
  return harmless(known.includes(text) ? text : 'other');
}

/** Returns a version, and `other` for every other text. */
export function toVersion(text: string): Harmless {
  return harmless(version.safeParse(text).success ? text : 'other');
}

export function toPlaceholder(
  placeholders: Placeholders,
  kind: PlaceholderKind,
  text: string,
): Harmless {
  return harmless(placeholders.get(kind, text));
}
