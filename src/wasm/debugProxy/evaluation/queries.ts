import { calculate, describe, holds } from './operations.ts';
import { EvaluationError, overflow } from './evaluationError.ts';
import type { EvaluationContext } from './context.ts';
import { isArray } from './arrays.ts';
import { createDictionary, createGroups, toKey } from './groups.ts';
import { convert, fits } from './values/numbers.ts';
import { applyOperator } from './values/operators.ts';
import { bool, int, nullValue, type ObjectValue, type Value } from './values/values.ts';

/** How many elements a query reads at most. */
const maxItems = 1_000;

interface Query {
  /** What is queried. */
  readonly of: Value;
  readonly items: readonly Value[];
  readonly given: readonly Value[];
  readonly context: EvaluationContext;
}

type Run = (query: Query) => Promise<Value>;

/** Methods of System.Linq.Enumerable, which are evaluated here, with lambdas of the expression. */
const queries: Readonly<Record<string, Run>> = {
  Where: async (query) => sequence(await filtered(query)),
  Select: async (query) => sequence(await mapped(query)),
  SelectMany: async ({ context, ...query }) => {
    const lists = await mapped({ ...query, context });
    const all: Value[] = [];
    for (const list of lists) {
      all.push(...(await itemsOf(list, context)));
      checkLength(all.length);
    }
    return sequence(all);
  },
  Any: async (query) => bool((await filtered(query)).length > 0),
  All: async (query) => bool((await filtered(query)).length === query.items.length),
  Count: async (query) => int((await filtered(query)).length),
  First: async (query) => needed((await filtered(query))[0], query),
  FirstOrDefault: async (query) => (await filtered(query))[0] ?? noneOf(query),
  Last: async (query) => needed((await filtered(query)).at(-1), query),
  LastOrDefault: async (query) => (await filtered(query)).at(-1) ?? noneOf(query),
  Single: async (query) => single(await filtered(query), query),
  SingleOrDefault: async (query) => {
    const found = await filtered(query);
    return found.length === 0 ? noneOf(query) : single(found, query);
  },
  ElementAt: async (query) => needed(query.items[numberOf(query.given[0])], query),
  Sum: async (query) => sum(present(await mapped(query)), query.context),
  Min: async (query) => extreme('<', present(await mapped(query)), query.context),
  Max: async (query) => extreme('>', present(await mapped(query)), query.context),
  Average: async (query) => average(present(await mapped(query)), query.context),
  Contains: async ({ context, given, items }) => {
    const wanted = given[0] ?? nullValue;
    for (const item of items) if (await equals(item, wanted, context)) return bool(true);
    return bool(false);
  },
  Aggregate: aggregate,
  Distinct: async ({ items }) => sequence(distinct(items)),
  OrderBy: async (query) => sequence(await sorted(query, 1)),
  OrderByDescending: async (query) => sequence(await sorted(query, -1)),
  Reverse: async ({ items }) => sequence(items.toReversed()),
  Skip: async ({ given, items }) => sequence(items.slice(Math.max(0, numberOf(given[0])))),
  Take: async ({ given, items }) => sequence(items.slice(0, Math.max(0, numberOf(given[0])))),
  Concat: async ({ context, given, items }) =>
    sequence([...items, ...(await itemsOf(given[0] ?? nullValue, context))]),
  ToList: async ({ items }) => sequence(items),
  ToArray: async ({ items }) => sequence(items),
  GroupBy: async (query) => sequence(await createGroups(query, await mapped(query))),
  ToDictionary: async (query) => createDictionary(query, await mapped(query)),
  Find: async (query) => (await filtered(query))[0] ?? noneOf(query),
  FindAll: async (query) => sequence(await filtered(query)),
  Exists: async (query) => bool((await filtered(query)).length > 0),
};

/** How many arguments queries take at most, other than one. Overloads with more have comparers or further lambdas. */
const mostGiven: Readonly<Record<string, number>> = {
  Aggregate: 2,
  Distinct: 0,
  Reverse: 0,
  ToArray: 0,
  ToList: 0,
};

/** Queries by keys. Without arguments, `ToDictionary` copies pairs. */
const keyed = ['GroupBy', 'ToDictionary'];

/** Whether a method with this number of arguments is evaluated here. */
export function isQuery(name: string, given: number): boolean {
  const least = keyed.includes(name) ? 1 : 0;
  return Object.hasOwn(queries, name) && given >= least && given <= (mostGiven[name] ?? 1);
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

/** The elements of a collection. */
export async function itemsOf(of: Value, context: EvaluationContext): Promise<readonly Value[]> {
  if (of.kind === 'sequence') return of.items;
  if (of.kind === 'string') {
    return Array.from(of.value.split(''), (value) => ({ kind: 'char', value }) as const);
  }
  const array = await toArray(of, context);
  const [length = 0, ...others] = await context.runtime.arrayLengths(array);
  if (others.length > 0) throw new EvaluationError('The array has more than one dimension');
  checkLength(length);
  const positions = Array.from({ length }, (_, position) => position);
  return Promise.all(positions.map((position) => context.runtime.arrayItem(array, position)));
}

function checkLength(length: number): void {
  if (length > maxItems) {
    throw new EvaluationError(`The collection has more than ${maxItems} elements`);
  }
}

/** A copy of a collection, made by the page. */
async function toArray(of: Value, context: EvaluationContext): Promise<ObjectValue> {
  if (of.kind === 'object' && (await isArray(of, context))) return of;
  const { runtime } = context;
  const type = await runtime.reflection.typeOf(of);
  const element = await runtime.elementType(type);
  const array =
    element === undefined ? undefined : await runtime.copyToArray(of, element, maxItems + 1);
  if (array?.kind === 'object') return array;
  throw new EvaluationError(`${await describe(of, context)} cannot be enumerated here`);
}

async function filtered({ context, given, items }: Query): Promise<readonly Value[]> {
  const [lambda] = given;
  if (lambda === undefined) return items;
  const kept: Value[] = [];
  for (const [index, item] of items.entries()) {
    const isKept = await context.call(lambda, [item, int(index)]);
    if (isKept.kind !== 'bool') throw new EvaluationError('The lambda must return a bool');
    if (isKept.value) kept.push(item);
  }
  return kept;
}

async function mapped({ context, given, items }: Query): Promise<readonly Value[]> {
  const [lambda] = given;
  if (lambda === undefined) return items;
  const values: Value[] = [];
  for (const [index, item] of items.entries()) {
    values.push(await context.call(lambda, [item, int(index)]));
  }
  return values;
}

/** The numbers that aggregates of nullable ones are about. */
function present(values: readonly Value[]): readonly Value[] {
  return values.filter(({ kind }) => kind !== 'null');
}

/** As .NET does, sums are checked, and those of floats are calculated as doubles. */
async function sum(values: readonly Value[], context: EvaluationContext): Promise<Value> {
  const [first = int(0)] = values;
  const result = await total(values, context);
  if (first.kind !== 'number' || result.kind !== 'number') return result;
  if (!fits(result.value, first.type)) throw overflow();
  return convert(result.value, first.type);
}

/** The sum with all its digits. */
async function total(values: readonly Value[], context: EvaluationContext): Promise<Value> {
  const whole = wholeTotal(values);
  if (whole !== undefined) return { kind: 'number', type: 'long', value: whole };
  let result: Value = int(0);
  for (const value of values) {
    const isNumber = value.kind === 'number';
    const wide = isNumber ? convert(value.value, 'double') : value;
    result = await calculate('+', result, wide, context);
  }
  return result;
}

/** The sum of integers, which may have no type of C# that is large enough. */
function wholeTotal(values: readonly Value[]): bigint | undefined {
  let whole = 0n;
  for (const value of values) {
    if (value.kind !== 'number' || typeof value.value !== 'bigint') return undefined;
    whole += value.value;
  }
  return whole;
}

async function extreme(
  sign: string,
  values: readonly Value[],
  context: EvaluationContext,
): Promise<Value> {
  let best = needed(values[0], { items: values });
  for (const value of values.slice(1)) if (await holds(sign, value, best, context)) best = value;
  return best;
}

async function average(values: readonly Value[], context: EvaluationContext): Promise<Value> {
  const first = needed(values[0], { items: values });
  const all = await total(values, context);
  const sumOf = all.kind === 'number' ? convert(all.value, 'double') : all;
  const result = await calculate('/', sumOf, int(values.length), context);
  const isFloat = first.kind === 'number' && first.type === 'float';
  return isFloat && result.kind === 'number' ? convert(result.value, 'float') : result;
}

/** `Aggregate(lambda)`, or `Aggregate(start, lambda)`. */
async function aggregate({ context, given, items }: Query): Promise<Value> {
  const [first, lambda = first] = given;
  const values = lambda === first ? items : [first ?? nullValue, ...items];
  let result = needed(values[0], { items });
  for (const item of values.slice(1)) {
    result = await context.call(lambda ?? nullValue, [result, item]);
  }
  return result;
}

/** The page isn't asked: that would take a call for each pair. */
function distinct(values: readonly Value[]): readonly Value[] {
  const known = new Map<string, Value>();
  for (const value of values) {
    const key = toKey(value);
    if (key === undefined) throw new EvaluationError('Distinct is not supported for objects');
    if (!known.has(key)) known.set(key, value);
  }
  return [...known.values()];
}

/** The default of the elements' type, which is known only if it is null. */
function noneOf({ items }: Query): Value {
  const isObject = items.some(({ kind }) => kind === 'object' || kind === 'string');
  if (isObject) return nullValue;
  throw new EvaluationError('No element was found, and the default of its type is not known here');
}

async function sorted(query: Query, direction: 1 | -1): Promise<readonly Value[]> {
  const keys = await mapped(query);
  return query.items
    .map((item, index) => ({ item, key: keys[index] ?? nullValue }))
    .toSorted((one, other) => direction * order(one.key, other.key))
    .map(({ item }) => item);
}

/** Null comes first. */
function order(one: Value, other: Value): number {
  if (one.kind === 'null' || other.kind === 'null') {
    return Number(one.kind !== 'null') - Number(other.kind !== 'null');
  }
  if (one.kind === 'string' && other.kind === 'string') return one.value.localeCompare(other.value);
  const less = applyOperator('<', one, other);
  if (less?.kind !== 'bool') throw new EvaluationError('The keys cannot be compared here');
  if (less.value) return -1;
  const more = applyOperator('>', one, other);
  return more?.kind === 'bool' && more.value ? 1 : 0;
}

/** As `Equals`, which collections compare with. */
async function equals(one: Value, other: Value, context: EvaluationContext): Promise<boolean> {
  const isNull = one.kind === 'null' || other.kind === 'null';
  if (!isNull && one.kind !== other.kind) return false;
  if (isNull || (one.kind !== 'object' && one.kind !== 'struct')) {
    return holds('==', one, other, context);
  }
  const result = await context.runtime.reflection.use('call', one, 'Equals', [other]);
  return result?.kind === 'bool' && result.value;
}

function needed(value: Value | undefined, { items }: Pick<Query, 'items'>): Value {
  if (value !== undefined) return value;
  throw new EvaluationError(
    items.length === 0 ? 'Sequence contains no elements' : 'Sequence contains no matching element',
    'System.InvalidOperationException',
  );
}

function single(values: readonly Value[], query: Query): Value {
  if (values.length < 2) return needed(values[0], query);
  throw new EvaluationError(
    'Sequence contains more than one matching element',
    'System.InvalidOperationException',
  );
}

function numberOf(value: Value | undefined): number {
  if (value?.kind === 'number') return Number(value.value);
  throw new EvaluationError('A number is needed');
}

function sequence(items: readonly Value[]): Value {
  return { kind: 'sequence', items };
}
