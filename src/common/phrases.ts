import { type AnyValues, fill, localizeText, readValues, type Values } from './localization.ts';

/** Returns a phrase in English with its values. */
type PhraseFactory<Text extends string> = (
  ...values: keyof Values<Text> extends never ? [] : [Values<Text>]
) => string;

type PhraseFactories<Texts extends Readonly<Record<string, string>>> = {
  readonly [Name in keyof Texts]: PhraseFactory<Texts[Name]>;
};

/** The phrases of all layers. */
const known = new Set<string>();

/**
 * Defines phrases that are values of errors, such as the reason of a failure. They are English in the errors that
 * controllers and logs receive, and are translated with the error.
 */
export function definePhrases<const Texts extends Readonly<Record<string, string>>>(
  texts: Texts,
): PhraseFactories<Texts>;
export function definePhrases(texts: Readonly<Record<string, string>>): object {
  const factories = Object.entries(texts).map(([name, text]) => {
    known.add(text);
    return [name, (values: Readonly<Record<string, string | number>> = {}) => fill(text, values)];
  });
  return Object.fromEntries(factories);
}

/**
 * Returns a value in the language of the user if it is a phrase, with the phrases that are values of it, or a list
 * of phrases that may follow places: `env.A: must be a string; args: must be a list`.
 */
export function localizePhrase(value: string): string {
  return localizeKnown(value) ?? value;
}

function localizeKnown(value: string): string | undefined {
  if (known.has(value)) return localizeText(value, {});
  return localizeList(value) ?? localizeFilled(value) ?? localizePlaced(value);
}

function localizeList(value: string): string | undefined {
  const items = value.split('; ');
  if (items.length === 1) return undefined;
  const localized = items.map(localizeKnown);
  return localized.includes(undefined) ? undefined : localized.join('; ');
}

/** Localizes a phrase that has values. */
function localizeFilled(value: string): string | undefined {
  for (const text of known) {
    const values = text.includes('{') ? readValues(text, value) : undefined;
    if (values !== undefined) return localizeText(text, localizeValues(values));
  }
  return undefined;
}

function localizePlaced(value: string): string | undefined {
  const [, place = '', problem] = /^(\S+: )([^]+)$/.exec(value) ?? [];
  const localized = problem && localizeKnown(problem);
  return localized && place + localized;
}

/** Returns values with those that are phrases in the language of the user. */
export function localizeValues(values: AnyValues): AnyValues {
  const localized = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'string' ? localizePhrase(value) : value,
  ]);
  return Object.fromEntries(localized) as AnyValues;
}
