import { describe, calculate } from './operations.ts';
import { EvaluationError } from './evaluationError.ts';
import type { EvaluationContext } from './context.ts';
import { isArray } from './arrays.ts';
import { applyOperator } from './values/operators.ts';
import { bool, int, nullValue, type ObjectValue, type Value } from './values/values.ts';

/** How many elements a query reads at most. */
const maxItems = 1_000;

interface Query {
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
    const all = await Promise.all(lists.map((list) => itemsOf(list, context)));
    return sequence(all.flat());
  },
  Any: async (query) => bool((await filtered(query)).length > 0),
  All: async (query) => bool((await filtered(query)).length === query.items.length),
  Count: async (query) => int((await filtered(query)).length),
  First: async (query) => needed((await filtered(query))[0]),
  FirstOrDefault: async (query) => (await filtered(query))[0] ?? nullValue,
  Last: async (query) => needed((await filtered(query)).at(-1)),
  LastOrDefault: async (query) => (await filtered(query)).at(-1) ?? nullValue,
  Single: async (query) => single(await filtered(query)),
  SingleOrDefault: async (query) => {
    const found = await filtered(query);
    return found.length === 0 ? nullValue : single(found);
  },
  ElementAt: async ({ given, items }) => needed(items[numberOf(given[0])]),
  Sum: async (query) => folded('+', await mapped(query), query.context, int(0)),
  Min: async (query) => extreme('<', await mapped(query), query.context),
  Max: async (query) => extreme('>', await mapped(query), query.context),
  Average: async (query) => average(await mapped(query), query.context),
  Contains: async ({ context, given, items }) => {
    for (const item of items)
      if (await equals(item, given[0] ?? nullValue, context)) return bool(true);
    return bool(false);
  },
  Distinct: async ({ context, items }) => sequence(await distinct(items, context)),
  OrderBy: async (query) => sequence(await sorted(query, 1)),
  OrderByDescending: async (query) => sequence(await sorted(query, -1)),
  Reverse: async ({ items }) => sequence(items.toReversed()),
  Skip: async ({ given, items }) => sequence(items.slice(Math.max(0, numberOf(given[0])))),
  Take: async ({ given, items }) => sequence(items.slice(0, Math.max(0, numberOf(given[0])))),
  Concat: async ({ context, given, items }) =>
    sequence([...items, ...(await itemsOf(given[0] ?? nullValue, context))]),
  ToList: async ({ items }) => sequence(items),
  ToArray: async ({ items }) => sequence(items),
  Find: async (query) => (await filtered(query))[0] ?? nullValue,
  FindAll: async (query) => sequence(await filtered(query)),
  Exists: async (query) => bool((await filtered(query)).length > 0),
};

export function isQuery(name: string): boolean {
  return Object.hasOwn(queries, name);
}

export async function callQuery(
  name: string,
  of: Value,
  given: readonly Value[],
  context: EvaluationContext,
): Promise<Value> {
  const run = queries[name];
  if (run === undefined) throw new EvaluationError(`${name} is not supported`);
  return run({ items: await itemsOf(of, context), given, context });
}

/** The elements of a collection. */
export async function itemsOf(of: Value, context: EvaluationContext): Promise<readonly Value[]> {
  if (of.kind === 'sequence') return of.items;
  if (of.kind === 'string') {
    return Array.from(of.value.split(''), (value) => ({ kind: 'char', value }) as const);
  }
  const array = await toArray(of, context);
  const [length = 0] = await context.runtime.arrayLengths(array);
  if (length > maxItems) {
    throw new EvaluationError(`The collection has more than ${maxItems} elements`);
  }
  const positions = Array.from({ length }, (_, position) => position);
  return Promise.all(positions.map((position) => context.runtime.arrayItem(array, position)));
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
    const holds = await context.call(lambda, [item, int(index)]);
    if (holds.kind !== 'bool') throw new EvaluationError('The lambda must return a bool');
    if (holds.value) kept.push(item);
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

async function folded(
  sign: string,
  values: readonly Value[],
  context: EvaluationContext,
  start: Value,
): Promise<Value> {
  let result = start;
  for (const value of values) {
    if (value.kind !== 'null') result = await calculate(sign, result, value, context);
  }
  return result;
}

async function extreme(
  sign: string,
  values: readonly Value[],
  context: EvaluationContext,
): Promise<Value> {
  let best = needed(values[0]);
  for (const value of values.slice(1)) if (await isTrue(sign, value, best, context)) best = value;
  return best;
}

async function average(values: readonly Value[], context: EvaluationContext): Promise<Value> {
  needed(values[0]);
  const sum = await folded('+', values, context, int(0));
  const isWhole = sum.kind === 'number' && typeof sum.value === 'bigint';
  const total: Value = isWhole ? { kind: 'number', type: 'double', value: Number(sum.value) } : sum;
  return calculate('/', total, int(values.length), context);
}

async function distinct(
  values: readonly Value[],
  context: EvaluationContext,
): Promise<readonly Value[]> {
  const kept: Value[] = [];
  for (const value of values) {
    let isNew = true;
    for (const other of kept) isNew &&= !(await equals(value, other, context));
    if (isNew) kept.push(value);
  }
  return kept;
}

async function sorted(query: Query, direction: 1 | -1): Promise<readonly Value[]> {
  const keys = await mapped(query);
  return query.items
    .map((item, index) => ({ item, key: keys[index] ?? nullValue }))
    .toSorted((one, other) => direction * order(one.key, other.key))
    .map(({ item }) => item);
}

function order(one: Value, other: Value): number {
  if (one.kind === 'string' && other.kind === 'string') return one.value.localeCompare(other.value);
  const less = applyOperator('<', one, other);
  if (less?.kind !== 'bool') throw new EvaluationError('The keys cannot be compared here');
  if (less.value) return -1;
  const more = applyOperator('>', one, other);
  return more?.kind === 'bool' && more.value ? 1 : 0;
}

async function equals(one: Value, other: Value, context: EvaluationContext): Promise<boolean> {
  const isNull = one.kind === 'null' || other.kind === 'null';
  if (!isNull && one.kind !== other.kind) return false;
  return isTrue('==', one, other, context);
}

async function isTrue(
  sign: string,
  one: Value,
  other: Value,
  context: EvaluationContext,
): Promise<boolean> {
  const result = await calculate(sign, one, other, context);
  return result.kind === 'bool' && result.value;
}

function needed(value: Value | undefined): Value {
  if (value !== undefined) return value;
  throw new EvaluationError(
    'Sequence contains no matching element',
    'System.InvalidOperationException',
  );
}

function single(values: readonly Value[]): Value {
  if (values.length < 2) return needed(values[0]);
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
