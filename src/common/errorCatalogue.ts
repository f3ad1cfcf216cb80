import { HumanError } from './humanError.ts';

/** The message and the remedy of an error. In both, `{name}` is a placeholder for a value. */
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

/** Creates the error of one entry. */
type ErrorFactory<Entry extends ErrorEntry> = {
  (...values: keyof Values<Entry> extends never ? [] : [Values<Entry>]): HumanError;
  readonly entry: ErrorEntry;
};

type ErrorFactories<Entries extends Readonly<Record<string, ErrorEntry>>> = {
  readonly [Code in keyof Entries]: ErrorFactory<Entries[Code]>;
};

/** Defines the errors of a layer. Each is created by a function with the name of its code. */
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

/** Leaves out the full stop after a value that ends with punctuation. */
function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  const filled = text.replace(/\{(\w+)\}(\.?)/g, (_, name: string, stop: string) => {
    const value = String(values[name] ?? '');
    return /[.!?]$/.test(value) ? value : `${value}${stop}`;
  });
  return filled.trim();
}
