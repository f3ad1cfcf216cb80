/** The names of the placeholders in a text, such as `name` in `Stop {name}`. */
export type Placeholders<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

/** The values of a text's placeholders. */
export type Values<Text extends string> = Readonly<Record<Placeholders<Text>, string | number>>;

/** The values of any text's placeholders. */
export type AnyValues = Readonly<Record<string, string | number>>;

/** Returns a text in the language of the user, with its placeholders. */
export type Translate = (text: string) => string;

let translate: Translate = (text) => text;

/** Sets the language of texts for users. The headless host speaks English. */
export function setLanguage(translation: Translate): void {
  translate = translation;
}

/**
 * Returns a text for users in their language, with these values. The text is a literal, which `npm run
 * update-reference` collects for translators. What controllers receive and logs stay English.
 */
export function localize<const Text extends string>(
  text: Text,
  ...[values]: Placeholders<Text> extends never ? [] : [Values<Text>]
): string {
  return localizeText(text, values ?? {});
}

/** Like {@link localize}, for texts of a catalogue. */
export function localizeText(text: string, values: AnyValues): string {
  return fill(translate(text), values);
}

/** Replaces placeholders. Leaves out the full stop after a value that ends with punctuation. */
export function fill(text: string, values: AnyValues): string {
  return text.replace(/\{(\w+)\}(\.?)/g, (_, name: string, stop: string) => {
    const value = String(values[name] ?? '');
    return /[.!?]$/.test(value) ? value : `${value}${stop}`;
  });
}

/** Matches what is made of a text, with a group for each of its placeholders. */
interface TextPattern {
  readonly names: readonly string[];
  readonly pattern: RegExp;
}

const patterns = new Map<string, TextPattern>();

/** Finds the values with which `fill` made `filled` of a text; `undefined` if it didn't. */
export function readValues(text: string, filled: string): AnyValues | undefined {
  const { names, pattern } = patterns.get(text) ?? toPattern(text);
  const found = pattern.exec(filled);
  return found
    ? Object.fromEntries(names.map((name, at) => [name, found[at + 1] ?? '']))
    : undefined;
}

function toPattern(text: string): TextPattern {
  const names: string[] = [];
  const parts = text.split(/\{(\w+)\}(\.?)/).map((part, index) => {
    if (index % 3 === 0) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    if (index % 3 === 2) return part === '' ? '' : '\\.?';
    const isKnown = names.includes(part);
    if (!isKnown) names.push(part);
    return isKnown ? `\\${names.indexOf(part) + 1}` : '([^]*?)';
  });
  const made = { names, pattern: new RegExp(`^${parts.join('')}$`) };
  patterns.set(text, made);
  return made;
}
