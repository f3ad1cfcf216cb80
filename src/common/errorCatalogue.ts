import { HumanError } from './humanError.ts';
import { fill, localizeText, type Values } from './localization.ts';

/** The message and the remedy of an error. In both, `{name}` is a placeholder for a value. */
export interface ErrorEntry {
  readonly message: string;
  readonly remedy: string;
}

type EntryValues<Entry extends ErrorEntry> = Values<Entry['message'] | Entry['remedy']>;

/** Creates the error of one entry. */
type ErrorFactory<Entry extends ErrorEntry> = {
  (...values: keyof EntryValues<Entry> extends never ? [] : [EntryValues<Entry>]): HumanError;
  readonly entry: ErrorEntry;
};

type ErrorFactories<Entries extends Readonly<Record<string, ErrorEntry>>> = {
  readonly [Code in keyof Entries]: ErrorFactory<Entries[Code]>;
};

/** The entries of all layers by code. */
const entriesByCode = new Map<string, ErrorEntry>();

/** Defines the errors of a layer. Each is created by a function with the name of its code. */
export function defineErrors<const Entries extends Readonly<Record<string, ErrorEntry>>>(
  entries: Entries,
): ErrorFactories<Entries> {
  const factories = Object.entries(entries).map(([code, entry]) => {
    entriesByCode.set(code, entry);
    const create = (values: AnyValues = {}): HumanError => createError(code, entry, values);
    return [code, Object.assign(create, { entry })];
  });
  return Object.fromEntries(factories);
}

type AnyValues = Readonly<Record<string, string | number>>;

function createError(code: string, entry: ErrorEntry, values: AnyValues): HumanError {
  return new HumanError(code, format(entry, values, fill), () =>
    format(entry, values, localizeText),
  );
}

function format({ message, remedy }: ErrorEntry, values: AnyValues, form: typeof fill): string {
  return `${form(message, values)} ${form(remedy, values)}`.trim();
}

/**
 * Returns the message of an error in the language of the user, if only its code and its English message are
 * left, as in the status of a session.
 */
export function localizeMessage(code: string | undefined, message: string): string {
  const entry = code === undefined ? undefined : entriesByCode.get(code);
  const values = entry && readValues(entry, message);
  return entry && values ? format(entry, values, localizeText) : message;
}

/** Finds the values of an entry's placeholders in its message; `undefined` if it isn't one of the entry. */
function readValues({ message, remedy }: ErrorEntry, text: string): AnyValues | undefined {
  const names: string[] = [];
  const parts = `${message} ${remedy}`.trim().split(/\{(\w+)\}(\.?)/);
  const pattern = parts.map((part, index) => {
    if (index % 3 === 0) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    if (index % 3 === 2) return part === '' ? '' : '\\.?';
    const isKnown = names.includes(part);
    if (!isKnown) names.push(part);
    return isKnown ? `\\${names.indexOf(part) + 1}` : '([^]*?)';
  });
  const found = new RegExp(`^${pattern.join('')}$`).exec(text);
  return found
    ? Object.fromEntries(names.map((name, at) => [name, found[at + 1] ?? '']))
    : undefined;
}
