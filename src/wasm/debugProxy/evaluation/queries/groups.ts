import type { EvaluationContext } from '../context.ts';
import { EvaluationError } from '../evaluationError.ts';
import { simpleType } from '../syntax/typeNames.ts';
import { nullValue, toText, type Value } from '../values/values.ts';

interface Grouped {
  readonly of: Value;
  readonly items: readonly Value[];
  readonly context: EvaluationContext;
}

/** What equal values have in common; `undefined` for those that only .NET can compare. */
export function toKey(value: Value): string | undefined {
  if (value.kind === 'enum') return `enum ${value.type} ${value.value.value}`;
  if (value.kind === 'anonymous') {
    const parts = [...value.members].map(([name, member]) => [name, toKey(member)]);
    return parts.some(([, key]) => key === undefined) ? undefined : JSON.stringify(parts);
  }
  const shown = toText(value);
  // Decimals are equal whatever their scale.
  const key = value.kind === 'decimal' ? shown?.replace(/\.0*$|(\.\d*?)0+$/, '$1') : shown;
  return key === undefined ? undefined : `${value.kind} ${key}`;
}

/** Groups the elements by their keys, in objects of the type that .NET has for that. */
export async function createGroups(
  { context, items, of }: Grouped,
  keys: readonly Value[],
): Promise<readonly Value[]> {
  const groups = new Map<string, { readonly key: Value; readonly members: Value[] }>();
  for (const [index, key] of keys.entries()) {
    const known = toKey(key);
    if (known === undefined)
      throw new EvaluationError('GroupBy is not supported for objects as keys');
    const group = groups.get(known) ?? { key, members: [] };
    groups.set(known, group);
    group.members.push(items[index] ?? key);
  }
  const isHere = [...keys, ...items].some(({ kind }) => kind === 'anonymous');
  if (isHere) {
    return Array.from(groups.values(), ({ key, members }) => ({
      kind: 'sequence',
      items: members,
      key,
    }));
  }
  const type = await constructed('System.Linq.Grouping', keys, of, items, context);
  const hash: Value = { kind: 'number', type: 'int', value: 0n };
  const made: Value[] = [];
  for (const { key, members } of groups.values()) {
    const group = await context.runtime.reflection.create(type, [key, hash]);
    for (const member of members) await add(group, [member], context);
    made.push(group);
  }
  return made;
}

/** A dictionary of the page, with the elements by their keys, or other values. */
export async function createDictionary(
  { context, items, of }: Grouped,
  keys: readonly Value[],
  values?: readonly Value[],
): Promise<Value> {
  const name = 'System.Collections.Generic.Dictionary';
  const held = values ?? items;
  const source = values === undefined ? of : nullValue;
  const type = await constructed(name, keys, source, held, context);
  const made = await context.runtime.reflection.create(type, []);
  for (const [index, key] of keys.entries()) await add(made, [key, held[index] ?? key], context);
  return made;
}

async function add(
  to: Value,
  given: readonly Value[],
  { runtime }: EvaluationContext,
): Promise<void> {
  if ((await runtime.reflection.use('call', to, 'Add', given)) !== undefined) return;
  throw new EvaluationError('The element could not be added');
}

/** A generic type for keys and elements. */
async function constructed(
  name: string,
  keys: readonly Value[],
  of: Value,
  items: readonly Value[],
  context: EvaluationContext,
): Promise<number> {
  const own = of.kind === 'object' ? await context.runtime.elementType(of.type) : undefined;
  const key = await commonType(keys, context);
  const element = own ?? (await commonType(items, context));
  const type = await context.types.constructed(name, [key, element]);
  if (type !== undefined) return type;
  throw new EvaluationError(`${name} was not found in the page`);
}

/** The type that all values have at run time; that of all objects if there is none. */
async function commonType(
  values: readonly Value[],
  { runtime, types }: EvaluationContext,
): Promise<number> {
  const found = new Set<number>();
  for (const value of values) {
    if (value.kind !== 'null') found.add(await runtime.reflection.typeOf(value));
  }
  const isCommon = found.size === 1 && values.every(({ kind }) => kind !== 'null');
  const [type] = isCommon ? found : [];
  return type ?? types.resolve(simpleType('object'));
}
