import type { AnyLaunchConfiguration } from '../../protocol/launchConfigurations.ts';
import {
  knownExtensions,
  knownNames,
  launchProperties,
  launchWords,
  type RecordedLaunch,
} from '../launchRecord.ts';
import type { Placeholders } from '../placeholders.ts';

/** More items of a list, and more names of a path, are left out or counted as one. */
const maxItems = 32;

const words: ReadonlySet<string> = new Set(launchWords);

type Describe = (value: unknown, placeholders: Placeholders) => unknown;

/** How a property is recorded, by what it contains; `undefined` if it has another type. */
const kinds: Readonly<Record<keyof typeof launchProperties, Describe>> = {
  path: ofText((text, placeholders) => (text === '' ? '' : toPath(text, placeholders))),
  text: ofText(toWord),
  argument: ofText(toArgument),
  address: ofText(toAddress),
  flag: (value) => (typeof value === 'boolean' ? value : undefined),
  list: (value, placeholders) => {
    const items = typeof value === 'string' ? value.split(/\s+/).filter(Boolean) : value;
    return Array.isArray(items) ? toArguments(items, placeholders) : undefined;
  },
};

const properties: ReadonlyMap<string, Describe> = new Map(
  Object.entries(launchProperties).flatMap(([kind, names]) =>
    names.map((name) => [name, kinds[kind as keyof typeof launchProperties]] as const),
  ),
);

/** Returns what a trace has of a launch configuration. */
export function toLaunchFacts(
  configuration: AnyLaunchConfiguration,
  placeholders: Placeholders,
): RecordedLaunch {
  const { cargo, mode } = configuration;
  const facts: Record<string, unknown> = mode ? { mode } : {};
  addFacts(facts, configuration, placeholders);
  if (cargo !== undefined) addFacts(facts, flattenCargo(cargo), placeholders);
  return facts;
}

function addFacts(
  facts: Record<string, unknown>,
  values: Readonly<Record<string, unknown>>,
  placeholders: Placeholders,
): void {
  for (const name in values) {
    const value = values[name];
    const fact = value === undefined ? undefined : properties.get(name)?.(value, placeholders);
    if (fact !== undefined) facts[name] = fact;
  }
}

/** Returns the arguments of a program such that those that are paths can be told. */
export function toArguments(values: readonly unknown[], placeholders: Placeholders): string[] {
  return values
    .slice(0, maxItems)
    .map((value) => toArgument(typeof value === 'string' ? value : '', placeholders));
}

/** Replaces each name of a path. */
export function toPath(text: string, placeholders: Placeholders): string {
  const parts = text.split(/[\\/]/);
  const isAbsolute = parts[0] === '' || /^[A-Za-z]:$/.test(parts[0] ?? '');
  const kept = parts.filter((part) => part !== '');
  const named = kept.length > maxItems ? [kept.join('/')] : kept;
  const path = named.map((part) => toName(part, placeholders)).join('/');
  return isAbsolute ? `/${path}` : path;
}

function toName(part: string, placeholders: Placeholders): string {
  if (part === '.' || part === '..') return part;
  const dot = part.lastIndexOf('.');
  const extension = part.slice(dot + 1);
  const isKept = dot > 0 && knownExtensions.has(extension);
  const stem = isKept ? part.slice(0, dot) : part;
  const name = knownNames.has(stem) ? stem : placeholders.get('name', stem);
  return isKept ? `${name}.${extension}` : name;
}

function toArgument(text: string, placeholders: Placeholders): string {
  const extension = text.slice(text.lastIndexOf('.') + 1);
  const isPath = !text.startsWith('-') && knownExtensions.has(extension) && extension !== text;
  return isPath ? toPath(text, placeholders) : toWord(text, placeholders);
}

function toWord(text: string, placeholders: Placeholders): string {
  return words.has(text) ? text : placeholders.get('argument', text);
}

function toAddress(text: string, placeholders: Placeholders): string {
  const [, scheme] = /^(https?):\/\//i.exec(text) ?? [];
  if (scheme === undefined || !URL.canParse(text)) return toWord(text, placeholders);
  return `${scheme.toLowerCase()}://${placeholders.get('address', text)}`;
}

/** Controllers send null for properties that are not set. */
function ofText(describe: (text: string, placeholders: Placeholders) => string): Describe {
  return (value, placeholders) => {
    if (value === null) return describe('', placeholders);
    return typeof value === 'string' ? describe(value, placeholders) : undefined;
  };
}

function flattenCargo(cargo: unknown): Readonly<Record<string, unknown>> {
  if (typeof cargo !== 'object' || cargo === null) return {};
  const { args, executable_path } = cargo as Readonly<Record<string, unknown>>;
  return { cargo_args: args, cargo_executable: executable_path };
}
