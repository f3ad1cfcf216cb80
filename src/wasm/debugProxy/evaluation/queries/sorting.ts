import type { EvaluationContext } from '../context.ts';
import { EvaluationError } from '../evaluationError.ts';
import { holds } from '../operations.ts';
import { toKey } from './groups.ts';
import { itemsOf } from './items.ts';
import { nullValue, type Value } from '../values/values.ts';

/** One key of an order. */
export interface SortKey {
  /** The key of each element. */
  readonly keys: readonly Value[];
  readonly direction: 'ascending' | 'descending';
}

interface Sorted<T> {
  readonly items: readonly T[];
  /** The places of the elements, the same for those that are equal in the order. */
  readonly ranks: readonly number[];
}

/** Elements in an order, which further keys can refine. */
export async function sorted<T>(
  items: readonly T[],
  by: readonly SortKey[],
  context: EvaluationContext,
  former: readonly number[] = [],
): Promise<Sorted<T>> {
  const ranks: (readonly number[])[] = former.length > 0 ? [former] : [];
  for (const { direction, keys } of by) {
    const own = await ranksOf(keys, context);
    ranks.push(direction === 'ascending' ? own : own.map((rank) => -rank));
  }
  const compareAt = (one: number, other: number): number =>
    ranks.reduce((order, rank) => order || (rank[one] ?? 0) - (rank[other] ?? 0), 0);
  const places = items.map((_, index) => index).toSorted(compareAt);
  const found: number[] = [];
  for (const [index, place] of places.entries()) {
    const before = places[index - 1];
    const isTie = before !== undefined && compareAt(before, place) === 0;
    found.push(isTie ? (found[index - 1] ?? 0) : index);
  }
  const inOrder = places.flatMap((place) => items[place] ?? []);
  return { items: inOrder, ranks: found };
}

/** The place of each value among the different ones in ascending order. Null comes first. */
async function ranksOf(
  values: readonly Value[],
  context: EvaluationContext,
): Promise<readonly number[]> {
  const known = new Map<string, Value>();
  const keys = values.map((value) => {
    const key = toKey(value);
    if (value.kind !== 'null' && key !== undefined) known.set(key, value);
    return key;
  });
  const isSimple = values.every(({ kind }, index) => kind === 'null' || keys[index] !== undefined);
  if (!isSimple) return ranksOfObjects(values, context);
  const distinct = [...known].map(([key, value]) => ({ key, value }));
  const order = distinct.every(({ value }) => value.kind === 'string')
    ? await textOrder([...known.values()], context)
    : await insertionOrder([...known.values()], context);
  const ranks = new Map(order.map((place, rank) => [distinct[place]?.key, rank + 1]));
  return values.map(({ kind }, index) => (kind === 'null' ? 0 : (ranks.get(keys[index]) ?? 0)));
}

/** Of dates, for example, which only the page can compare. */
async function ranksOfObjects(
  values: readonly Value[],
  context: EvaluationContext,
): Promise<readonly number[]> {
  const order = await insertionOrder(values, context);
  const ranks: number[] = [];
  let rank = 0;
  for (const [index, place] of order.entries()) {
    const before = values[order[index - 1] ?? -1];
    const own = values[place] ?? nullValue;
    if (before !== undefined && (await isLess(before, own, context))) rank = index;
    ranks[place] = rank;
  }
  return ranks;
}

/** The places of values in ascending order. */
async function insertionOrder(
  values: readonly Value[],
  context: EvaluationContext,
): Promise<readonly number[]> {
  const order: number[] = [];
  for (const [place, value] of values.entries()) {
    let [low, high] = [0, order.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const other = values[order[middle] ?? 0] ?? nullValue;
      if (await isLess(value, other, context)) high = middle;
      else low = middle + 1;
    }
    order.splice(low, 0, place);
  }
  return order;
}

/** Whether a value precedes another one in the order of .NET, where null and NaN come first. */
export async function isLess(
  one: Value,
  other: Value,
  context: EvaluationContext,
): Promise<boolean> {
  if (one.kind === 'null' || other.kind === 'null') {
    return one.kind === 'null' && other.kind !== 'null';
  }
  if (one.kind === 'bool' && other.kind === 'bool') return !one.value && other.value;
  if (isNaNValue(one) || isNaNValue(other)) return isNaNValue(one) && !isNaNValue(other);
  if (one.kind !== 'object' && one.kind !== 'struct') return holds('<', one, other, context);
  const order = await context.runtime.reflection.use('call', one, 'CompareTo', [other]);
  if (order?.kind === 'number') return order.value < 0;
  throw new EvaluationError('The keys cannot be compared here');
}

function isNaNValue(value: Value): boolean {
  return value.kind === 'number' && Number.isNaN(value.value);
}

/** The places of texts in the order of the page's culture. */
async function textOrder(
  texts: readonly Value[],
  context: EvaluationContext,
): Promise<readonly number[]> {
  if (texts.length < 2) return texts.map((_, index) => index);
  const { reflection } = context.runtime;
  const array = await reflection.array(texts, 'System.String');
  await reflection.sortArray(array);
  const places = new Map(
    texts.map((one, place) => [one.kind === 'string' ? one.value : '', place]),
  );
  const inOrder = await itemsOf(array, context);
  return inOrder.flatMap((one) => places.get(one.kind === 'string' ? one.value : '') ?? []);
}
