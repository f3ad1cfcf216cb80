import { HumanError } from './humanError.ts';

/** What a failure says: what happened, and what to do. In both `{name}` stands for a value. */
export interface ErrorEntry {
  readonly message: string;
  readonly remedy: string;
}

type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;

type Values<Entry extends ErrorEntry> = Readonly<
  Record<NamesIn<Entry['message']> | NamesIn<Entry['remedy']>, string | number>
>;

/** Makes the failure of one entry. */
type ErrorFactory<Entry extends ErrorEntry> = {
  (...values: keyof Values<Entry> extends never ? [] : [Values<Entry>]): HumanError;
  readonly entry: ErrorEntry;
};

type ErrorFactories<Entries extends Readonly<Record<string, ErrorEntry>>> = {
  readonly [Code in keyof Entries]: ErrorFactory<Entries[Code]>;
};

/** The failures of a layer, each made by the function that is named like its code. */
export function defineErrors<const Entries extends Readonly<Record<string, ErrorEntry>>>(
  entries: Entries,
): ErrorFactories<Entries> {
  const factories = Object.entries(entries).map(([code, entry]) => [
    code,
    Object.assign(
      (values: Readonly<Record<string, string | number>> = {}) =>
        new HumanError(code, fill([entry.message, entry.remedy].join(' ').trim(), values)),
      { entry },
    ),
  ]);
  return Object.fromEntries(factories);
}

/** A value that ends a sentence by itself is not followed by another full stop. */
function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  const filled = text.replace(/\{(\w+)\}(\.?)/g, (_, name: string, stop: string) => {
    const value = String(values[name] ?? '');
    return /[.!?]$/.test(value) ? value : `${value}${stop}`;
  });
  return filled.trim();
}
