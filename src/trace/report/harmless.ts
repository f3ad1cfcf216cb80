import type { Placeholders } from '../placeholders.ts';
import type { PlaceholderKind } from '../values.ts';
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

const versionForm = /^(v?\d{1,5}(?:\.\d{1,5}){1,3})(-.*)?$/;
/** What builds of the vendors have after the numbers. Others may name who has built them. */
const releaseForm =
  /^-(?:alpha|beta|preview|pre|rc|rtm|servicing|ci|dev|insider)(?:\.\d{1,8}){0,4}$/;

/** Returns a version without unusual names of releases, and `other` for every other text. */
export function toVersion(text: string): Harmless {
  const [, numbers, release = ''] = versionForm.exec(text) ?? [];
  if (numbers === undefined) return harmless('other');
  return harmless(release === '' || releaseForm.test(release) ? text : `${numbers}-other`);
}

export function toPlaceholder(
  placeholders: Placeholders,
  kind: PlaceholderKind,
  text: string,
): Harmless {
  return harmless(placeholders.get(kind, text));
}
