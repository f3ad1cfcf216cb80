import type { EvaluationContext } from '../context.ts';
import { EvaluationError } from '../evaluationError.ts';
import { areEqual } from '../operations.ts';
import { convert } from '../values/numbers.ts';
import { bool, int, nullValue, type Value } from '../values/values.ts';
import { aggregate, average, extreme, extremeAt, sum } from './aggregates.ts';
import { createDictionary, createGroups, toKey } from './groups.ts';
import { checkLength, itemsOf } from './items.ts';
import {
  decisions,
  filterItems,
  mapItems,
  needed,
  numberOf,
  type Query,
  sequence,
} from './query.ts';
import { type SortKey, sorted } from './sorting.ts';

type Run = (query: Query) => Promise<Value>;

/** Methods of System.Linq.Enumerable and of lists, which are evaluated here, with lambdas of the expression. */
const queries: Readonly<Record<string, Run>> = {
  Where: async (query) => sequence(await filterItems(query)),
  Select: async (query) => sequence(await mapItems(query)),
  SelectMany: async (query) => {
    const all: Value[] = [];
    for (const list of await mapItems(query)) {
      all.push(...(await itemsOf(list, query.context)));
      checkLength(all.length);
    }
    return sequence(all);
  },
  Any: async (query) => bool((await filterItems(query)).length > 0),
  All: async (query) => bool((await filterItems(query)).length === query.items.length),
  Count: async (query) => int((await filterItems(query)).length),
  LongCount: async (query) => convert(BigInt((await filterItems(query)).length), 'long'),
  First: async (query) => needed((await filterItems(query))[0], query),
  FirstOrDefault: async (query) => (await filterItems(query))[0] ?? getDefault(query),
  Last: async (query) => needed((await filterItems(query)).at(-1), query),
  LastOrDefault: async (query) => (await filterItems(query)).at(-1) ?? getDefault(query),
  Single: async (query) => single(await filterItems(query), query),
  SingleOrDefault: async (query) => {
    const found = await filterItems(query);
    return found.length === 0 ? getDefault(query) : single(found, query);
  },
  ElementAt: async (query) => needed(query.items[numberOf(query.given[0])], query),
  Sum: async (query) => sum(await mapItems(query), query.context),
  Min: async (query) => extreme('<', await mapItems(query), query.context),
  Max: async (query) => extreme('>', await mapItems(query), query.context),
  MinBy: async (query) => extremeBy('<', query),
  MaxBy: async (query) => extremeBy('>', query),
  Average: async (query) => average(await mapItems(query), query.context),
  Contains: async ({ context, given, items }) => {
    const wanted = given[0] ?? nullValue;
    for (const item of items) if (await equals(item, wanted, context)) return bool(true);
    return bool(false);
  },
  Aggregate: aggregate,
  Distinct: async ({ items }) => sequence(distinct(items, items)),
  DistinctBy: async (query) => sequence(distinct(query.items, await mapItems(query))),
  OrderBy: async (query) => orderBy(query, 'ascending'),
  OrderByDescending: async (query) => orderBy(query, 'descending'),
  ThenBy: async (query) => orderBy(query, 'ascending', formerRanks(query)),
  ThenByDescending: async (query) => orderBy(query, 'descending', formerRanks(query)),
  Reverse: async ({ items }) => sequence(items.toReversed()),
  Skip: async ({ given, items }) => sequence(items.slice(Math.max(0, numberOf(given[0])))),
  Take: async ({ given, items }) => sequence(items.slice(0, Math.max(0, numberOf(given[0])))),
  SkipWhile: async (query) => sequence(query.items.slice(await firstFalse(query))),
  TakeWhile: async (query) => sequence(query.items.slice(0, await firstFalse(query))),
  Concat: async ({ context, given, items }) =>
    sequence([...items, ...(await itemsOf(given[0] ?? nullValue, context))]),
  Zip: async ({ context, given, items }) => {
    const others = await itemsOf(given[0] ?? nullValue, context);
    const pairs: Value[] = [];
    for (const [index, item] of items.slice(0, others.length).entries()) {
      pairs.push(await context.call(given[1] ?? nullValue, [item, others[index] ?? nullValue]));
    }
    return sequence(pairs);
  },
  ToList: async ({ items }) => sequence(items),
  ToArray: async ({ items }) => sequence(items),
  GroupBy: async (query) => sequence(await createGroups(query, await mapItems(query))),
  ToDictionary: async (query) =>
    createDictionary(
      query,
      await mapItems(query),
      query.given.length > 1 ? await mapItems(query, query.given[1]) : undefined,
    ),
  ConvertAll: async (query) => sequence(await mapItems(query)),
  Find: async (query) => (await filterItems(query))[0] ?? getDefault(query),
  FindAll: async (query) => sequence(await filterItems(query)),
  FindIndex: async (query) => int((await decisions(query)).indexOf(true)),
  FindLast: async (query) => (await filterItems(query)).at(-1) ?? getDefault(query),
  FindLastIndex: async (query) => int((await decisions(query)).lastIndexOf(true)),
  Exists: async (query) => bool((await filterItems(query)).length > 0),
  TrueForAll: async (query) => bool((await filterItems(query)).length === query.items.length),
};

/** How many arguments queries take at most, other than one. Overloads with more have comparers or further lambdas. */
const mostGiven: Readonly<Record<string, number>> = {
  Aggregate: 2,
  Distinct: 0,
  Reverse: 0,
  ToArray: 0,
  ToDictionary: 2,
  ToList: 0,
  Zip: 2,
};

/** How many arguments queries take at least, other than none. With fewer, .NET's own method does something else. */
const leastGiven: Readonly<Record<string, number>> = { GroupBy: 1, ToDictionary: 1, Zip: 2 };

/** Static methods of arrays that take the array first. */
const ofArrays = [
  'ConvertAll',
  'Exists',
  'Find',
  'FindAll',
  'FindIndex',
  'FindLast',
  'FindLastIndex',
  'TrueForAll',
];

/** Whether a method with this number of arguments is evaluated here. */
export function isQuery(name: string, given: number): boolean {
  const least = leastGiven[name] ?? 0;
  return Object.hasOwn(queries, name) && given >= least && given <= (mostGiven[name] ?? 1);
}

/** Whether a static method of System.Array is evaluated here. */
export function isArrayQuery(name: string): boolean {
  return ofArrays.includes(name);
}

export async function callQuery(
  name: string,
  of: Value,
  given: readonly Value[],
  context: EvaluationContext,
): Promise<Value> {
  const run = queries[name];
  if (run === undefined) throw new EvaluationError(`${name} is not supported`);
  return run({ of, items: await itemsOf(of, context), given, context });
}

async function orderBy(
  query: Query,
  direction: SortKey['direction'],
  former?: readonly number[],
): Promise<Value> {
  const keys = await mapItems(query);
  const order = await sorted(query.items, [{ keys, direction }], query.context, former);
  return { kind: 'sequence', ...order };
}

/** The order that `ThenBy` refines. */
function formerRanks({ of }: Query): readonly number[] {
  if (of.kind === 'sequence' && of.ranks !== undefined) return of.ranks;
  throw new EvaluationError('ThenBy needs OrderBy in the same expression');
}

async function extremeBy(sign: '<' | '>', query: Query): Promise<Value> {
  const keys = await mapItems(query);
  const isKnown = keys.every(({ kind }) => kind !== 'null');
  if (!isKnown) throw new EvaluationError('The keys cannot be compared here');
  return needed(query.items[await extremeAt(sign, keys, query.context)], query);
}

/** Where the first element is for which the lambda is false. */
async function firstFalse(query: Query): Promise<number> {
  const index = (await decisions(query)).indexOf(false);
  return index < 0 ? query.items.length : index;
}

/** The elements with different keys. The page isn't asked: that would take a call for each pair. */
function distinct(items: readonly Value[], keys: readonly Value[]): readonly Value[] {
  const known = new Map<string, Value>();
  for (const [index, item] of items.entries()) {
    const key = toKey(keys[index] ?? nullValue);
    if (key === undefined) throw new EvaluationError('Distinct is not supported for objects');
    if (!known.has(key)) known.set(key, item);
  }
  return [...known.values()];
}

/** The default of the elements' type, which is known only if it is null. */
function getDefault({ items }: Query): Value {
  const isObject = items.some(({ kind }) => kind === 'object' || kind === 'string');
  if (isObject) return nullValue;
  throw new EvaluationError('No element was found, and the default of its type is not known here');
}

/** As `Equals`, which collections compare with. */
async function equals(one: Value, other: Value, context: EvaluationContext): Promise<boolean> {
  const isPair = [one, other].every(({ kind }) => kind === 'object' || kind === 'struct');
  if (!isPair) return areEqual(one, other, context);
  const result = await context.runtime.reflection.use('call', one, 'Equals', [other]);
  return result?.kind === 'bool' && result.value;
}

function single(values: readonly Value[], query: Query): Value {
  if (values.length < 2) return needed(values[0], query);
  throw new EvaluationError(
    'Sequence contains more than one matching element',
    'System.InvalidOperationException',
  );
}
