import { HumanError } from './humanError.ts';
import { type AnyValues, fill, localizeText, readValues, type Values } from './localization.ts';
import { localizeValues } from './phrases.ts';

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

function createError(code: string, entry: ErrorEntry, values: AnyValues): HumanError {
  return new HumanError(code, format(entry, values, fill), () => localizeEntry(entry, values));
}

function format({ message, remedy }: ErrorEntry, values: AnyValues, form: typeof fill): string {
  return `${form(message, values)} ${form(remedy, values)}`.trim();
}

/** Translates also the values that are phrases. */
function localizeEntry(entry: ErrorEntry, values: AnyValues): string {
  return format(entry, localizeValues(values), localizeText);
}

/** Whether an error of the catalogues has this code. */
export function isKnownCode(code: string): boolean {
  return entriesByCode.has(code);
}

/**
 * Returns the message of an error in the language of the user, if only its code and its English message are
 * left, as in the status of a session.
 */
export function localizeMessage(code: string | undefined, message: string): string {
  const entry = code === undefined ? undefined : entriesByCode.get(code);
  const values = entry && readEntry(entry, message);
  return entry && values ? localizeEntry(entry, values) : message;
}

/** Reads the values of a message, whose last one may be empty and trimmed with the space before it. */
function readEntry({ message, remedy }: ErrorEntry, text: string): AnyValues | undefined {
  const full = `${message} ${remedy}`.trim();
  const [gap = ''] = /\s+(?=\{\w+\}$)/.exec(full) ?? [];
  return readValues(full, text) ?? readValues(full, text + gap);
}
